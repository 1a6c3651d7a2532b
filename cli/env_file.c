/* SPDX-License-Identifier: MIT
 * The env file: NAME=VALUE lines, "export" before and quotes around the value allowed, lines with #
 * are comments. Only the store is of interest here; everything else in it is kripad's. */
#include "env_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LINE_BYTES_MAX 8192

/* Without white space at its ends and one pair of quotes. */
static char *tidy(char *value)
{
    value += strspn(value, " \t");
    size_t size = strlen(value);
    while (size > 0 && strchr(" \t\r\n", value[size - 1]))
        size--;
    bool quoted = size >= 2 && strchr("\"'", value[0]) && value[size - 1] == value[0];
    value[quoted ? size - 1 : size] = '\0';
    return quoted ? value + 1 : value;
}

/* The value when the line sets `name`, else NULL. */
static char *value_in(char *line, const char *name)
{
    line += strspn(line, " \t");
    if (strncmp(line, "export ", 7) == 0)
        line += 7 + strspn(line + 7, " \t");
    size_t size = strlen(name);
    if (strncmp(line, name, size) != 0)
        return NULL;
    line += size + strspn(line + size, " \t");
    return *line == '=' ? tidy(line + 1) : NULL;
}

enum kripa_status env_file_value(const char *path, const char *name, struct kripa_arena *arena,
                                 const char **out, struct kripa_error *err)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return kripa_fail(err, KRIPA_NOT_FOUND, "the env file %s can't be read: %s", path,
                          strerror(errno));
    char line[LINE_BYTES_MAX];
    enum kripa_status status = KRIPA_OK;
    while (status == KRIPA_OK && fgets(line, sizeof line, file)) {
        const char *value = value_in(line, name);
        if (!value)
            continue;
        *out = kripa_arena_text(arena, value, strlen(value));
        if (!*out)
            status = kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    }
    fclose(file);
    return status;
}
