# zsh -f complete.zsh FOLDER ANSWER LINE: writes into the file ANSWER what the
# completions of FOLDER offer behind LINE, a word on each line, then END. A
# terminal of its own is needed, because zsh completes nowhere else.
zmodload zsh/zpty
cat >$2.rc <<EOF
PROMPT=
fpath=($1 \$fpath)
autoload -Uz compinit && compinit -C -d $1/dump
bindkey '^I' complete-word
# What is asked only to be sorted out goes to the function itself.
compadd() {
	local -a words
	if [[ \${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
		builtin compadd -O words "\$@"
		print -l -- \$words >>$2
	fi
	builtin compadd "\$@"
}
finished() { print END >>$2 }
comppostfuncs=(finished)
print READY >>$2
EOF
zpty shell "zsh -f -i"
zpty -w shell "source $2.rc"
for i in {1..600}; do [[ -s $2 ]] && break; sleep 0.05; done
zpty -w -n shell "$3"$'\t'
for i in {1..600}; do grep -qs END $2 && break; sleep 0.05; done
zpty -d shell
