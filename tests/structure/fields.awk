# SPDX-License-Identifier: MIT
# The tables of schema*.c as one line of text, with the macros that write several rows at once (ADDRESS_FIELDS) spelled out for
# each struct they are used on.
FNR == 1 { macro = "" }
/^#define [A-Z_]+\(S[,)]/ { macro = substr($2, 1, index($2, "(") - 1); sub(/^#define [^)]*\)/, "") }
{ text[macro] = text[macro] " " $0 }
macro != "" && !/\\$/ { macro = "" }
END {
    print text[""]
    for (macro in text) {
        rest = text[""]
        while (macro != "" && match(rest, "[^A-Z_]" macro "\\([a-z_]+")) {
            use = substr(rest, RSTART, RLENGTH)
            rest = substr(rest, RSTART + RLENGTH)
            sub(/.*\(/, "(", use)
            rows = text[macro]
            gsub(/\(S,/, use ",", rows)
            print rows
        }
    }
}
