/* SPDX-License-Identifier: MIT
 * See public_headers.h. */
#include "public_headers.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOURCE_SIZE (1 << 20)

regex_t compile_pattern(const char *pattern)
{
    regex_t compiled;
    ck_assert_int_eq(regcomp(&compiled, pattern, REG_EXTENDED), 0);
    return compiled;
}

char *source_text(const char *path)
{
    static char text[SOURCE_SIZE];
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static int check_header(const char *path, const regex_t *pattern,
                        void (*check)(const char *function))
{
    regmatch_t at[2];
    int count = 0;
    char *text = strdup(source_text(path));
    for (const char *rest = text; regexec(pattern, rest, 2, at, 0) == 0; rest += at[0].rm_eo) {
        char function[80];
        snprintf(function, sizeof function, "%.*s", (int)(at[1].rm_eo - at[1].rm_so),
                 rest + at[1].rm_so);
        check(function);
        count++;
    }
    free(text);
    return count;
}

int check_public_headers(const char *folder, const char *pattern,
                         void (*check)(const char *function))
{
    regex_t compiled = compile_pattern(pattern);
    int count = 0;
    DIR *files = opendir(folder);
    ck_assert_ptr_nonnull(files);
    for (const struct dirent *file; (file = readdir(files));) {
        const char *dot = strrchr(file->d_name, '.');
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
        if (dot && strcmp(dot, ".h") == 0)
            count += check_header(path, &compiled, check);
    }
    closedir(files);
    regfree(&compiled);
    return count;
}
