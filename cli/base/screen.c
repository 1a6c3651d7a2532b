/* SPDX-License-Identifier: MIT
 * The width and colours of the output. Widths come from wcwidth, so main sets a UTF-8 locale
 * first. */
#include "screen.h"

#include <kripa/arena.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#define WIDTH_MIN 20

static size_t width_of(FILE *out)
{
    const char *columns = getenv("COLUMNS");
    unsigned long width = columns ? strtoul(columns, NULL, 10) : 0;
    struct winsize size;
    if (width == 0 && isatty(fileno(out)) && ioctl(fileno(out), TIOCGWINSZ, &size) == 0)
        width = size.ws_col;
    if (width == 0)
        return 0;
    return width < WIDTH_MIN ? WIDTH_MIN : width;
}

static bool has_color(FILE *out, const char *color)
{
    if (color && strcmp(color, "auto") != 0)
        return strcmp(color, "always") == 0;
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(fileno(out)) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

struct screen screen_of(FILE *out, const char *color)
{
    return (struct screen){.out = out, .color = has_color(out, color), .width = width_of(out)};
}

/* The bytes and columns of the next character. An invalid byte counts as one of each. */
static size_t next(const char *at, int *columns)
{
    wchar_t character;
    mbstate_t state = {0};
    size_t size = mbrtowc(&character, at, strlen(at), &state);
    *columns = 1;
    if (size == (size_t)-1 || size == (size_t)-2 || size == 0)
        return 1;
    int width = wcwidth(character);
    *columns = width < 0 ? 1 : width;
    return size;
}

size_t screen_columns(const char *text)
{
    size_t total = 0;
    int columns;
    for (; *text; text += next(text, &columns), total += (size_t)columns)
        ;
    return total;
}

size_t screen_fit(const char *text, size_t columns)
{
    const char *at = text;
    size_t used = 0;
    while (*at) {
        int width;
        size_t size = next(at, &width);
        if (used + (size_t)width > columns)
            break;
        used += (size_t)width;
        at += size;
    }
    return (size_t)(at - text);
}

static bool is_shown(const char *at, size_t *size)
{
    wchar_t character;
    mbstate_t state = {0};
    *size = mbrtowc(&character, at, strlen(at), &state);
    if (*size == (size_t)-1 || *size == (size_t)-2 || *size == 0) {
        *size = 1;
        return false;
    }
    return wcwidth(character) >= 0;
}

char *screen_clean(struct kripa_arena *arena, const char *text)
{
    char *copy = kripa_arena_text(arena, text, strlen(text));
    if (!copy)
        return NULL;
    char *to = copy;
    size_t size;
    for (const char *at = text; *at; at += size) {
        if (is_shown(at, &size)) {
            memcpy(to, at, size);
            to += size;
        } else {
            *to++ = ' ';
        }
    }
    *to = '\0';
    return copy;
}

void screen_tint(const struct screen *screen, enum tint tint)
{
    static const char *const codes[] = {
        [TINT_HEAD] = "\033[1m",  [TINT_DIM] = "\033[2m",   [TINT_GOOD] = "\033[32m",
        [TINT_WAIT] = "\033[33m", [TINT_MOVE] = "\033[36m", [TINT_BAD] = "\033[31m",
    };
    if (screen->color && tint != TINT_NONE)
        fputs(codes[tint], screen->out);
}

void screen_untint(const struct screen *screen, enum tint tint)
{
    if (screen->color && tint != TINT_NONE)
        fputs("\033[0m", screen->out);
}
