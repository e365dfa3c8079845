require() {
	while evaluate; do
		if [ "$verdict" = true ]; then [ "$mode" = foresee ] || say "   ok: $text"; return; fi
		if [ "$verdict" = unknown ] && confirmed "$id"; then break; fi
		[ "$mode$terminal$verdict" != foresee1unknown ] || return 0
		answer=s
		[ "$mode" = foresee ] || [ -z "$terminal" ] || {
			show "$verdict: $text" "found:$findings"
			if [ "$verdict" = false ]; then more=''; else more=', yes: it holds'; fi
			ask "Enter: check again, s: stop$more" || :
		}
		case $verdict/$answer in
		*/) ;;
		unknown/yes) break ;;
		*)
			[ "$verdict" = false ] || set -- ${file:+"--file$(words "$file")=PATH"} "--confirm$(words "$id")"
			stop 3 "Check $id is $verdict: $text. Found:$findings" "$@"
			;;
		esac
	done
	say "   on a person's word: $text"
}

evaluate() { # sets verdict: true, false or unknown
	folder
	verdict='' findings=''
@program	if [ "$test" = program ]; then start_program && return; fi
	IFS=$nl && set -f
	for path in $files; do
		[ "${path%%=*}" = "$file" ] || continue
		path=$(absolute "${path#*=}")
		judge
	done
	unset IFS && set +f
	[ -z "$verdict" ] || return 0
	case $file in /*) path=$file ;; *) path=$dir/$file ;; esac
	judge
}

judge() {
	result='unknown 0 not found, or no readable text'
@exists	[ "$test" != exists ] || [ -e "$path" ] || result='false 0 no such file'
	if [ -f "$path" ] && [ -r "$path" ] && [ "$(tr -d '\000' <"$path" | wc -c)" -eq "$(wc -c <"$path")" ]; then
		result=$(export LC_ALL=C; "probe_$test" <"$path") || result='unknown 0 awk cannot read it'
	fi
	case $result in
	true*) verdict=${verdict:-true} && return ;;
	false*) verdict=false ;;
	*) [ "$verdict" = false ] || verdict=unknown ;;
	esac
	result=${result#* }
	line=:${result%% *}
	findings="$findings $path${line#:0}: ${result#* }"
}

folder() { # sets dir: where commands run and files are
	dir=$workdir
	case $dir in *\{to\}*) dir=${dir%%\{to\}*}$target${dir#*\{to\}} ;; esac
}
