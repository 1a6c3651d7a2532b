/* SPDX-License-Identifier: MIT
 * What a line of an env file says. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/sys/env.h>

#include "folder.h"

static char folder[FOLDER_SIZE], path[FOLDER_SIZE + 8], said[512];

static void begin(void)
{
    folder_make(folder);
    snprintf(path, sizeof path, "%s/env", folder);
}

static void end(void)
{
    folder_remove(folder);
}

static void say(void *ctx, size_t line, const struct kripa_pair *pair)
{
    (void)ctx;
    size_t size = strlen(said);
    if (pair)
        snprintf(said + size, sizeof said - size, "%zu %s=%s;", line, pair->name, pair->value);
    else
        snprintf(said + size, sizeof said - size, "%zu ?;", line);
}

static const char *read_text(const char *text, size_t size)
{
    FILE *file = fopen(path, "we");
    ck_assert_uint_eq(fwrite(text, 1, size, file), size);
    fclose(file);
    said[0] = '\0';
    ck_assert_int_eq(kripa_env_file_read(path, say, NULL, NULL), KRIPA_OK);
    return said;
}
#define READ(text) read_text(text, sizeof text - 1)

START_TEST(lines_are_names_and_values)
{
    ck_assert_str_eq(READ(""), "");
    ck_assert_str_eq(READ("# a\n\n  \t\n A=1"), "4 A=1;");
    ck_assert_str_eq(READ("export A=1\nexport  B = 2 \r\n"), "1 A=1;2 B=2;");
    ck_assert_str_eq(READ("A=b=c\nB=#d\nC=\n"), "1 A=b=c;2 B=#d;3 C=;");
}
END_TEST

/* NULL: the line is told. The others are what `sh -c '. file; printf %s "$A"'` says, but for what
 * it expands, and for blanks outside of quotes, where it would run a command. */
static const struct {
    const char *line, *value;
} values[] = {
    {"A=\"x y\"", "x y"},
    {"A=' z '", " z "},
    {"A=\"\"", ""},
    {"A=''", ""},
    {"A=x # note", "x"},
    {"A=x\t#note", "x"},
    {"A= # note", ""},
    {"A=x#y", "x#y"},
    {"A=x #", "x"},
    {"A=\"x # y\" # note", "x # y"},
    {"A='x'#y", "x#y"},
    {"A='x'# y", NULL},
    {"A=\"x\"   ", "x"},
    {"A=\"x\"\r", "x"},
    {"A=\"it's\"", "it's"},
    {"A='say \"x\"'", "say \"x\""},
    {"A=\"say \\\"x\\\"\"", "say \"x\""},
    {"A=\"a\\\\b\"", "a\\b"},
    {"A=\"a\\nb\"", "a\\nb"},
    {"A='a\\b'", "a\\b"},
    {"A=a\\#b", "a#b"},
    {"A=a\\ b", "a b"},
    {"A=\\\"x", "\"x"},
    {"A=\"a\"'b'c", "abc"},
    {"A=\"$HOME\"", "$HOME"},
    {"A=x y", "x y"},
    {"A = x", "x"},
    {"export A=\"x\"", "x"},
    {"A=\"", NULL},
    {"A=\"x", NULL},
    {"A='x", NULL},
    {"A=\"x'", NULL},
    {"A=it's", NULL},
    {"A=\"x\" y", NULL},
    {"A=x \"y\"", NULL},
    {"A=\"x\\\"", NULL},
    {"A=x\\", NULL},
};

START_TEST(a_value_is_what_a_shell_says)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        char text[64], expected[64] = "1 ?;2 B=1;";
        int size = snprintf(text, sizeof text, "%s\nB=1\n", values[i].line);
        if (values[i].value)
            snprintf(expected, sizeof expected, "1 A=%s;2 B=1;", values[i].value);
        ck_assert_msg(strcmp(read_text(text, (size_t)size), expected) == 0, "%s: %s",
                      values[i].line, said);
    }
}
END_TEST

START_TEST(a_byte_order_mark_is_skipped_once)
{
    ck_assert_str_eq(READ("\xef\xbb\xbf"
                          "A=1\nB=2\n"),
                     "1 A=1;2 B=2;");
    ck_assert_str_eq(READ("\xef\xbb\xbf# note\nB=2\n"), "2 B=2;");
    ck_assert_str_eq(READ("\xef\xbb\xbf"), "");
    ck_assert_str_eq(READ("A=\xef\xbb\xbf\n"), "1 A=\xef\xbb\xbf;");
    ck_assert_str_eq(READ("\xef\xbb"), "1 ?;");
}
END_TEST

START_TEST(what_is_no_setting_is_told)
{
    ck_assert_str_eq(READ("no setting\n=x\nA b=1\nA=1\n"), "1 ?;2 ?;3 ?;4 A=1;");
}
END_TEST

START_TEST(a_line_that_is_too_long_is_not_cut)
{
    char text[2 * KRIPA_ENV_LINE_MAX];
    memset(text, 'x', sizeof text);
    memcpy(text, "A=", 2);
    memcpy(text + sizeof text - 5, "\nB=1\n", 5);
    ck_assert_str_eq(read_text(text, sizeof text), "1 ?;2 B=1;");
    text[KRIPA_ENV_LINE_MAX - 2] = '\n'; /* the longest that is taken */
    ck_assert_ptr_nonnull(strstr(read_text(text, KRIPA_ENV_LINE_MAX - 1), "1 A=xxx"));
}
END_TEST

START_TEST(a_file_that_is_not_there_is_named)
{
    struct kripa_error err = {0};
    ck_assert_int_eq(kripa_env_file_read("/nonexistent/env", say, NULL, &err), KRIPA_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(err.message, "/nonexistent/env"));
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("env", begin, end, lines_are_names_and_values, a_value_is_what_a_shell_says,
                        a_byte_order_mark_is_skipped_once, what_is_no_setting_is_told,
                        a_line_that_is_too_long_is_not_cut, a_file_that_is_not_there_is_named);
}
