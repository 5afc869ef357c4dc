# SPDX-License-Identifier: Apache-2.0
# Completion of lastgood for fish: lastgood itself knows the words.

function __lastgood_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    for line in ($program complete -- $words[2..-1] $current 2>/dev/null)
        if test "$line" = :files
            __lastgood_files $current
        else
            echo $line
        end
    end
end

# The option before a file's name stays before it.
function __lastgood_files
    set -l option (string match -r -- '^--[^=]*=' "$argv[1]")
    string replace -r '^' -- "$option" (__fish_complete_path (string replace -- "$option" '' "$argv[1]"))
end

complete -c lastgood -f -a '(__lastgood_complete)'
