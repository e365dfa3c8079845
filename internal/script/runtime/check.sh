require() { # the check at hand
	while evaluate; do
		[ "$verdict" != true ] || { say "   ok: $text" && return; }
		if [ "$verdict" = unknown ] && confirmed "$id"; then break; fi
		answer=s
		[ -z "$terminal" ] || {
			show "$verdict: $text" "found:$findings"
			ask 'Enter checks again, s stops; if it is unknown, yes says that it holds:' || :
		}
		case $verdict/$answer in
		*/) ;;
		unknown/yes) break ;;
		*)
			[ "$verdict" = false ] || set -- "--file$(words "$file")=PATH" "--confirm$(words "$id")"
			stop 3 "Check $id is $verdict: $text. Found:$findings" "$@"
			;;
		esac
	done
	say "   on a person's word: $text"
}

evaluate() { # sets verdict: true, false or unknown, over all files of the name
	folder
	verdict=true findings='' named=''
	IFS=$nl && set -f
	for path in $files; do
		[ "${path%%=*}" = "$file" ] || continue
		named=1 path=$(absolute "${path#*=}")
		judge
	done
	unset IFS && set +f
	case $named$file in 1*) return ;; /*) path=$file ;; *) path=$dir/$file ;; esac
	judge
}

judge() {
	result='unknown 0 not found, or no readable text'
	if [ ! -e "$path" ]; then
		[ "$test" != exists ] || result='false 0 no such file'
	elif [ -f "$path" ] && [ -r "$path" ] && [ "$(tr -d '\000' <"$path" | wc -c)" -eq "$(wc -c <"$path")" ]; then
		result=$(probe <"$path") || result='unknown 0 awk cannot read it'
	fi
	case $result in
	true*) return ;;
	false*) verdict=false ;;
	*) [ "$verdict" = false ] || verdict=unknown ;;
	esac
	result=${result#* }
	findings="$findings $path:${result%% *}: ${result#* }"
}

folder() { # sets dir: where commands run and files are
	dir=$workdir
	case $dir in *\{to\}*) dir=${dir%%\{to\}*}$target${dir#*\{to\}} ;; esac
}
