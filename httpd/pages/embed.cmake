# SPDX-License-Identifier: MIT
# Writes OUT, C that holds each of FILES as bytes under its name (demo_files of httpd/pages/demo_files.h).
set(arrays "")
set(rows "")
set(number 0)
foreach(path IN LISTS FILES)
    get_filename_component(name ${path} NAME)
    file(READ ${path} bytes HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    string(APPEND arrays "static const unsigned char file_${number}[] = {${bytes}0};\n")
    string(APPEND rows "    {\"${name}\", (const char *)file_${number}, sizeof file_${number} - 1},\n")
    math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT} "#include \"pages/demo_files.h\"\n${arrays}const struct demo_file demo_files[] = {\n${rows}    {0, 0, 0},\n};\n")
