/* SPDX-License-Identifier: MIT
 * Splits a file into JSON objects. It only finds out where each ends: whoever decodes an object
 * says what is wrong with it. */
#include "batch.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <kripa/sys/env.h>

#define FIRST_BYTES 65536

static enum kripa_status read_all(struct session *s, const char *path, FILE *file,
                                  struct pieces *out)
{
    size_t size = 0, capacity = FIRST_BYTES, got;
    char *text = kripa_arena_alloc(&s->arena, 1, capacity);
    while (text && (got = fread(text + size, 1, capacity - size, file)) > 0) {
        size += got;
        if (size < capacity)
            continue;
        if (size >= PIECES_FILE_MAX)
            return kripa_fail(&s->error, KRIPA_TOO_LARGE, "%s is larger than %lu bytes", path,
                              PIECES_FILE_MAX);
        char *wider = kripa_arena_alloc(&s->arena, 1, 2 * capacity);
        if (wider)
            memcpy(wider, text, size);
        text = wider;
        capacity *= 2;
    }
    if (!text)
        return session_no_memory(s);
    if (ferror(file))
        return kripa_fail(&s->error, KRIPA_NOT_FOUND, "%s can't be read: %s", path,
                          strerror(errno));
    text[size] = '\0';
    *out = (struct pieces){.at = kripa_text_skip_bom(text), .end = text + size, .line = 1};
    return KRIPA_OK;
}

enum kripa_status pieces_open(struct session *s, const char *path, struct pieces *out)
{
    struct stat found;
    bool is_input = strcmp(path, "-") == 0;
    FILE *file = is_input ? stdin : fopen(path, "re");
    if (!file)
        return kripa_fail(&s->error, KRIPA_NOT_FOUND, "%s can't be read: %s", path,
                          strerror(errno));
    enum kripa_status status;
    if (fstat(fileno(file), &found) == 0 && S_ISDIR(found.st_mode))
        status = kripa_fail(&s->error, KRIPA_NOT_FOUND, "%s is a folder, and no file", path);
    else
        status = read_all(s, path, file, out);
    if (!is_input)
        fclose(file);
    return status;
}

static void go_to(struct pieces *pieces, const char *to)
{
    for (; pieces->at < to; pieces->at++)
        pieces->line += *pieces->at == '\n';
}

/* The end of the object whose content begins at `at`, after its }; `end` when there is none. With
 * `lines` an object that has not ended before a line that begins with { ends there. */
static const char *object_end(const char *at, const char *end, bool lines)
{
    bool quoted = false;
    for (int depth = 1; at < end && depth > 0; at++) {
        if (lines && *at == '{' && at[-1] == '\n')
            return at;
        if (quoted && *at == '\\' && at + 1 < end)
            at++;
        else if (*at == '"')
            quoted = !quoted;
        else if (!quoted)
            depth += (*at == '{') - (*at == '}');
    }
    return at;
}

/* After the [ of an object that begins with "items": [, else NULL. */
static const char *items_begin(const char *at, const char *end)
{
    for (const char *mark = "{\"items\":["; *mark; mark++, at++) {
        while (at < end && isspace((unsigned char)*at))
            at++;
        if (at == end || *at != *mark)
            return NULL;
    }
    return at;
}

/* Skips separators: blanks, commas and the brackets of arrays. */
static void go_on(struct pieces *pieces)
{
    while (pieces->at < pieces->end) {
        char c = *pieces->at;
        const char *items =
            c == '{' && !pieces->in_array ? items_begin(pieces->at, pieces->end) : NULL;
        if (c == ']' && pieces->in_list) { /* what follows the items is not an item */
            go_to(pieces, object_end(pieces->at + 1, pieces->end, false));
            pieces->in_array = pieces->in_list = false;
        } else if (items || (c == '[' && !pieces->in_array)) {
            go_to(pieces, items ? items : pieces->at + 1);
            pieces->in_array = true;
            pieces->in_list = items != NULL;
            pieces->item = 0;
        } else if (c == ']' && pieces->in_array) {
            go_to(pieces, pieces->at + 1);
            pieces->in_array = false;
        } else if (isspace((unsigned char)c) || (c == ',' && pieces->in_array)) {
            go_to(pieces, pieces->at + 1);
        } else {
            return;
        }
    }
}

bool pieces_next(struct pieces *pieces, struct piece *out)
{
    go_on(pieces);
    if (pieces->at == pieces->end)
        return false;
    *out = (struct piece){.text = pieces->at, .line = pieces->line};
    out->item = pieces->in_array ? ++pieces->item : 0;
    const char *end = memchr(pieces->at, '\n', (size_t)(pieces->end - pieces->at));
    if (*pieces->at == '{')
        end = object_end(pieces->at + 1, pieces->end, !pieces->in_array);
    go_to(pieces, end ? end : pieces->end);
    out->size = (size_t)(pieces->at - out->text);
    return true;
}
