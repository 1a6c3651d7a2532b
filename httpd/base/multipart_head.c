/* SPDX-License-Identifier: MIT
 * What a Content-Type says of a form, and the header lines of a part say of the part. */
#include <string.h>
#include <strings.h>

#include "multipart.h"

#define BLANKS     " \t"
/* Whatever may stand in a value without quotes. */
#define TOKEN_ENDS " \t;\""

/* One parameter of a header: name=value, or name="value", in which \" and \\ stand for " and \.
 * (Browsers write %22 for a quote, and a backslash as it is.) */
struct parameter {
    const char *name, *value;
    size_t name_size, value_size;
    bool is_quoted;
};

/* The end of a value in quotes, or NULL when they are not closed. */
static const char *closing_quote(const char *text)
{
    while (*text && *text != '"')
        text += text[0] == '\\' && (text[1] == '"' || text[1] == '\\') ? 2 : 1;
    return *text ? text : NULL;
}

/* Reads "name=value" at `text`; returns what follows, or NULL when it is none. */
static const char *read_parameter(const char *text, struct parameter *out)
{
    out->name = text;
    out->name_size = strcspn(text, "=" TOKEN_ENDS);
    text += out->name_size;
    if (out->name_size == 0 || *text != '=')
        return NULL;
    out->is_quoted = text[1] == '"';
    out->value = text + 1 + out->is_quoted;
    text =
        out->is_quoted ? closing_quote(out->value) : out->value + strcspn(out->value, TOKEN_ENDS);
    if (!text || (text == out->value && !out->is_quoted))
        return NULL;
    out->value_size = (size_t)(text - out->value);
    return text + out->is_quoted;
}

/* Reads the next of `; name=value; ...` at *at. False at the end, and where something else stands:
 * then *at is NULL. */
static bool next_parameter(const char **at, struct parameter *out)
{
    const char *text = *at + strspn(*at, BLANKS);
    bool comes = *text == ';';
    if (comes)
        text += 1 + strspn(text + 1, BLANKS);
    if (!*text) {
        *at = text;
        return false;
    }
    *at = comes ? read_parameter(text, out) : NULL;
    return *at != NULL;
}

static bool is_named(const struct parameter *parameter, const char *name)
{
    return parameter->name_size == strlen(name) &&
           strncasecmp(parameter->name, name, parameter->name_size) == 0;
}

/* Whether the header's value is `type`, with or without parameters; *after is where they begin. */
static bool is_type(const char *value, const char *type, const char **after)
{
    size_t size = strlen(type);
    value += strspn(value, BLANKS);
    if (strncasecmp(value, type, size) != 0)
        return false;
    *after = value + size;
    return *(*after + strspn(*after, BLANKS)) == ';' || !*(*after + strspn(*after, BLANKS));
}

bool multipart_is_form(const char *content_type)
{
    const char *after;
    return content_type && is_type(content_type, "multipart/form-data", &after);
}

static bool is_boundary(const struct parameter *parameter)
{
    static const char marks[] = "'()+_,-./:=? ";
    for (size_t i = 0; i < parameter->value_size; i++) {
        char byte = parameter->value[i];
        bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                        (byte >= 'A' && byte <= 'Z');
        if (!is_plain && (!byte || !strchr(marks, byte)))
            return false;
    }
    return parameter->value_size > 0 && parameter->value_size <= MULTIPART_BOUNDARY_MAX &&
           parameter->value[parameter->value_size - 1] != ' ';
}

bool multipart_begin(struct multipart *form, const char *content_type, struct multipart_sink sink)
{
    const char *at = "";
    struct parameter parameter;
    memset(form, 0, sizeof *form);
    form->sink = sink;
    bool is_form = is_type(content_type, "multipart/form-data", &at);
    int boundaries = 0;
    while (is_form && next_parameter(&at, &parameter)) {
        if (!is_named(&parameter, "boundary"))
            continue;
        is_form = is_boundary(&parameter) && ++boundaries == 1;
        form->delimiter_size = 4 + parameter.value_size;
        if (is_form) {
            memcpy(form->delimiter, "\r\n--", 4);
            memcpy(form->delimiter + 4, parameter.value, parameter.value_size);
        }
    }
    form->matched = form->borrowed = 2; /* no line end is needed before the first one */
    if (!is_form || !at || boundaries != 1)
        form->fault = "the Content-Type of the form has no boundary that can be used";
    return !form->fault;
}

/* A line that begins with a blank goes on with the one before: becomes one with it. */
static void unfold(char *head)
{
    for (char *at = head; (at = strstr(at, "\r\n")); at++) {
        if (at[2] == ' ' || at[2] == '\t')
            at[0] = at[1] = ' ';
    }
}

/* Cuts the next line off *rest; NULL when that is the empty one. */
static char *next_line(char **rest)
{
    char *line = *rest, *end = strstr(line, "\r\n");
    if (!end || end == line)
        return NULL;
    *end = '\0';
    *rest = end + 2;
    return line;
}

/* Takes the backslashes out. */
static const char *cut_value(const struct parameter *parameter)
{
    char *text = (char *)(size_t)parameter->value, *to = text;
    const char *end = text + parameter->value_size;
    for (const char *at = text; at < end; at++) {
        if (parameter->is_quoted && *at == '\\' && at + 1 < end && (at[1] == '"' || at[1] == '\\'))
            at++;
        *to++ = *at;
    }
    *to = '\0';
    return text;
}

/* What a Content-Disposition says. */
struct disposition {
    struct parameter name, filename;
    bool is_file, says_twice;
};

static void note(struct disposition *disposition, const struct parameter *parameter)
{
    struct parameter *to = is_named(parameter, "name")       ? &disposition->name
                           : is_named(parameter, "filename") ? &disposition->filename
                                                             : NULL;
    /* filename* is the same in another alphabet, for those who can read it */
    disposition->is_file |= to == &disposition->filename || is_named(parameter, "filename*");
    disposition->says_twice |= to && to->name;
    if (to)
        *to = *parameter;
}

/* Cutting a value off ends it where the next parameter begins, so all of them are read first. */
static const char *read_disposition(const char *value, struct multipart_part *out)
{
    struct disposition found = {0};
    struct parameter parameter;
    const char *at;
    if (!is_type(value, "form-data", &at))
        return "a part of the form is no form-data";
    while (next_parameter(&at, &parameter))
        note(&found, &parameter);
    if (!at)
        return "the Content-Disposition of a part of the form can't be read";
    if (found.says_twice)
        return "a part of the form has two names";
    if (found.name.value_size == 0)
        return "a part of the form has no name";
    out->filename = found.filename.name ? cut_value(&found.filename) : found.is_file ? "?" : NULL;
    out->name = cut_value(&found.name);
    return NULL;
}

/* Forms are UTF-8, and a list of files in a part of its own is no longer done (RFC 7578, 4.3). */
static const char *read_type(const char *value)
{
    struct parameter parameter;
    const char *at = value + strcspn(value, ";");
    if (strncasecmp(value, "multipart/", 10) == 0)
        return "a part of the form is a form itself";
    while (next_parameter(&at, &parameter)) {
        bool is_utf8 = (parameter.value_size == 5 && !strncasecmp(parameter.value, "utf-8", 5)) ||
                       (parameter.value_size == 8 && !strncasecmp(parameter.value, "us-ascii", 8));
        if (is_named(&parameter, "charset") && !is_utf8)
            return "a part of the form is not in UTF-8";
    }
    return NULL;
}

static const char *read_encoding(const char *value)
{
    static const char *const plain[] = {"binary", "8bit", "7bit"};
    const char *after;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (is_type(value, plain[i], &after))
            return NULL;
    }
    return "a part of the form has a Content-Transfer-Encoding";
}

const char *multipart_read_head(char *head, struct multipart_part *out)
{
    const char *fault = NULL;
    bool is_disposed = false;
    *out = (struct multipart_part){NULL, NULL};
    unfold(head);
    for (char *line; !fault && (line = next_line(&head));) {
        char *colon = strchr(line, ':');
        if (!colon || colon == line || strcspn(line, BLANKS) < (size_t)(colon - line))
            return "a line in the head of a part of the form is no header";
        *colon++ = '\0';
        colon += strspn(colon, BLANKS);
        if (strcasecmp(line, "Content-Disposition") == 0) {
            fault = is_disposed ? "a part of the form has two names" : read_disposition(colon, out);
            is_disposed = true;
        } else if (strcasecmp(line, "Content-Type") == 0) {
            fault = read_type(colon);
        } else if (strcasecmp(line, "Content-Transfer-Encoding") == 0) {
            fault = read_encoding(colon);
        }
    }
    if (!fault && !is_disposed)
        fault = "a part of the form has no Content-Disposition";
    return fault;
}
