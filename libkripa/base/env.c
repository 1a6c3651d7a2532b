/* SPDX-License-Identifier: MIT
 * Reading the env file: quotes, backslashes and comments as in a shell, nothing expanded. */
#include <kripa/sys/env.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define BLANKS " \t\r\n"

/* Reads what stands between quotes from *from on to *to; false when they are not closed. Between
 * double ones a backslash saves what a shell would take for its own. */
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

/* Whether nothing but blanks and a comment is left; a comment begins behind a blank. */
static bool is_over(const char *at)
{
    size_t blanks = strspn(at, BLANKS);
    return at[blanks] == '\0' || (at[blanks] == '#' && blanks > 0);
}

/* The value as a shell reads it, in place: quotes, backslashes, a comment. Blanks inside are taken
 * as they are where nothing is quoted. NULL: quotes that are not closed, or followed by more, or a
 * line that goes on in the next. */
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
    *out = (struct kripa_pair){line, take_value(equals + 1)};
    return out->value != NULL;
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
