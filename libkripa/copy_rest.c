/* SPDX-License-Identifier: MIT
 * Documents beyond their rows, compared as text: a member that the table names is in the record and
 * compared there, and it may have been written anew; the others must not have changed in a byte. */
#include <string.h>

#include "copy.h"

/* A member of the outermost object, as it is spelled. */
struct member {
    const char *name, *value;
    size_t name_size, value_size;
};

static bool is_space(char letter)
{
    return letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t';
}

/* Behind the closing quote. */
static const char *skip_text(const char *at)
{
    for (at++; *at && *at != '"'; at++)
        at += *at == '\\' && at[1];
    return *at ? at + 1 : at;
}

/* At the comma or bracket that ends the value. */
static const char *skip_value(const char *at)
{
    size_t depth = 0;
    while (*at && (depth > 0 || !strchr(",]}", *at))) {
        if (*at == '"') {
            at = skip_text(at);
            continue;
        }
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
    }
    return at;
}

/* `at` begins as the text, and is moved behind the member. */
static bool next(const char **at, struct member *out)
{
    while (*at && **at && **at != '"' && **at != '}')
        (*at)++;
    if (!*at || **at != '"')
        return false;
    const char *end = skip_text(*at);
    out->name = *at + 1;
    out->name_size = (size_t)(end - out->name) - (end[-1] == '"');
    while (is_space(*end) || *end == ':')
        end++;
    out->value = end;
    *at = end = skip_value(end);
    while (end > out->value && is_space(end[-1]))
        end--;
    out->value_size = (size_t)(end - out->value);
    return true;
}

static bool names(const struct kripa_schema *of, const struct member *member)
{
    for (size_t i = 0; i < of->count; i++) {
        const struct kripa_field *field = &of->fields[i];
        const char *column = kripa_field_column(field);
        if (field->flags & (KRIPA_UNSTORED | KRIPA_REST))
            continue;
        if (field->flags & KRIPA_FLAT && names(field->item, member))
            return true;
        if (strlen(column) == member->name_size &&
            memcmp(column, member->name, member->name_size) == 0)
            return true;
    }
    return false;
}

/* The next member that no row names. */
static bool next_unnamed(const struct kripa_schema *of, const char **at, struct member *out)
{
    bool found = next(at, out);
    while (found && names(of, out))
        found = next(at, out);
    return found;
}

static bool same_bytes(const char *a, size_t a_size, const char *b, size_t b_size)
{
    return a_size == b_size && memcmp(a, b, a_size) == 0;
}

bool kp_rest_same(const struct kripa_schema *of, const char *a, const char *b)
{
    struct member of_a, of_b;
    bool in_a, in_b;
    if (a && b && strcmp(a, b) == 0)
        return true;
    do {
        in_a = next_unnamed(of, &a, &of_a);
        in_b = next_unnamed(of, &b, &of_b);
        if (in_a != in_b)
            return false;
        if (in_a && (!same_bytes(of_a.name, of_a.name_size, of_b.name, of_b.name_size) ||
                     !same_bytes(of_a.value, of_a.value_size, of_b.value, of_b.value_size)))
            return false;
    } while (in_a);
    return true;
}
