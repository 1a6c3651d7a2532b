/* SPDX-License-Identifier: MIT
 * Reads an env file: quotes, backslashes and comments as in a shell; variables are not expanded. */
#include <kripa/sys/env.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define BLANKS " \t\r\n"

/* Copies the quoted text at *from to *to; false when the quote is not closed. Between double quotes
 * a backslash escapes the characters that it escapes in a shell. */
static bool take_quoted(const char **from, char **to)
{
    const char *at = *from;
    char quote = *at++;
    while (*at && *at != quote) {
        if (quote == '"' && *at == '\\' && at[1] && strchr("\"\\$`", at[1]))
            at++;
        *(*to)++ = *at++;
    }
    bool closed = *at == quote;
    *from = at + closed;
    return closed;
}

/* Whether only blanks or a comment, which needs a blank before it, are left. */
static bool is_over(const char *at)
{
    size_t blanks = strspn(at, BLANKS);
    return at[blanks] == '\0' || (at[blanks] == '#' && blanks > 0);
}

/* Unquotes the value in place, as a shell would. An unquoted value may contain blanks. NULL: a
 * quote is not closed or is followed by more text, or the line ends with a backslash. */
static char *take_value(char *value)
{
    const char *at = value;
    char *to = value;
    bool quoted = false, gap = false;
    if (!is_over(at))
        at += strspn(at, BLANKS);
    while (!is_over(at)) {
        bool quote = *at == '"' || *at == '\'';
        quoted |= quote;
        gap |= strchr(BLANKS, *at) != NULL;
        if ((quoted && gap) || (quote && !take_quoted(&at, &to)))
            return NULL;
        if (quote)
            continue;
        if (*at == '\\' && (at[1] == '\0' || strchr("\r\n", *++at)))
            return NULL;
        *to++ = *at++;
    }
    *to = '\0';
    return value;
}

/* Splits the line at "="; false when there is none. */
static bool cut(char *line, struct kripa_pair *out)
{
    if (strncmp(line, "export ", 7) == 0)
        line += 7 + strspn(line + 7, BLANKS);
    size_t size = strcspn(line, BLANKS "=");
    char *equals = line + size + strspn(line + size, BLANKS);
    if (size == 0 || *equals != '=')
        return false;
    line[size] = '\0';
    *out = (struct kripa_pair){line, take_value(equals + 1)};
    return out->value != NULL;
}

/* Whether the whole line fitted; if not, the rest of it is skipped. */
static bool is_whole(const char *line, FILE *file)
{
    if (strchr(line, '\n') || feof(file))
        return true;
    for (int c = getc(file); c != '\n' && c != EOF;)
        c = getc(file);
    return false;
}

const char *kripa_text_skip_bom(const char *text)
{
    static const char mark[] = "\xef\xbb\xbf";
    return strncmp(text, mark, sizeof mark - 1) == 0 ? text + sizeof mark - 1 : text;
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
        const char *begin = number == 1 ? kripa_text_skip_bom(line) : line;
        char *text = line + (begin - line) + strspn(begin, BLANKS);
        bool whole = is_whole(line, file);
        if (*text && *text != '#')
            take(ctx, number, whole && cut(text, &pair) ? &pair : NULL);
    }
    fclose(file);
    return KRIPA_OK;
}
