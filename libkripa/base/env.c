/* SPDX-License-Identifier: MIT
 * Reading the env file, as shells would read it. */
#include <kripa/sys/env.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define BLANKS " \t\r\n"

/* Without white space at its ends and one pair of quotes; in place. */
static char *tidy(char *value)
{
    value += strspn(value, BLANKS);
    size_t size = strlen(value);
    while (size > 0 && strchr(BLANKS, value[size - 1]))
        size--;
    bool quoted = size >= 2 && strchr("\"'", value[0]) && value[size - 1] == value[0];
    value[quoted ? size - 1 : size] = '\0';
    return quoted ? value + 1 : value;
}

/* Cuts the line into its two sides; false when it has none. */
static bool cut(char *line, struct kripa_pair *out)
{
    if (strncmp(line, "export ", 7) == 0)
        line += 7 + strspn(line + 7, BLANKS);
    size_t size = strcspn(line, BLANKS "=");
    char *equals = line + size + strspn(line + size, BLANKS);
    if (size == 0 || *equals != '=')
        return false;
    line[size] = '\0';
    *out = (struct kripa_pair){line, tidy(equals + 1)};
    return true;
}

/* Whether the whole line was read; the rest of one that is too long is passed over. */
static bool is_whole(const char *line, FILE *file)
{
    if (strchr(line, '\n') || feof(file))
        return true;
    for (int c = getc(file); c != '\n' && c != EOF;)
        c = getc(file);
    return false;
}

enum kripa_status kripa_env_file_read(const char *path, kripa_env_fn *take, void *ctx,
                                      struct kripa_error *err)
{
    char line[KRIPA_ENV_LINE_MAX];
    FILE *file = fopen(path, "re");
    if (!file)
        return kripa_fail(err, KRIPA_NOT_FOUND, "the env file %s can't be read: %s", path,
                          strerror(errno));
    for (size_t number = 1; fgets(line, sizeof line, file); number++) {
        struct kripa_pair pair;
        char *text = line + strspn(line, BLANKS);
        bool whole = is_whole(line, file);
        if (*text && *text != '#')
            take(ctx, number, whole && cut(text, &pair) ? &pair : NULL);
    }
    fclose(file);
    return KRIPA_OK;
}
