/* SPDX-License-Identifier: MIT
 * The command line itself: help at every level, flags in every spelling, what is wrong said with
 * what was meant. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "console.h"

static struct console console;

static void begin(void)
{
    console_make(&console);
}

static void make_shop(void)
{
    console_make_shop(&console);
}

static void end(void)
{
    console_remove(&console);
}

static void ck_said(const char *said, const char *what)
{
    ck_assert_msg(strstr(said, what) != NULL, "it says\n%s\nwithout \"%s\"", said, what);
}

/* Calls `each` with the first word of every line that stands indented by two under `head`. */
static size_t under(const char *help, const char *head, void (*each)(const char *word))
{
    const char *at = strstr(help, head);
    size_t count = 0;
    ck_assert_msg(at != NULL, "no \"%s\" in\n%s", head, help);
    for (at = strchr(at + 1, '\n') + 1; strncmp(at, "  ", 2) == 0; at = strchr(at, '\n') + 1) {
        char word[32] = "", second[16] = "";
        sscanf(at, " %31s %15s", word, second);
        if (strcmp(word, "image") == 0) /* of the verbs, the ones of two words */
            snprintf(word, sizeof word, "image %s", second);
        each(word);
        count++;
    }
    return count;
}

static char noun_now[32];
static size_t commands_seen;

static void verb_explains_itself(const char *verb)
{
    char *help = MUST(&console, noun_now, verb, "--help");
    char head[96];
    snprintf(head, sizeof head, "kripactl %s %s - ", noun_now, verb);
    ck_assert_msg(strncmp(help, head, strlen(head)) == 0, "%s", help);
    ck_said(help, "\nUsage:\n  kripactl ");
    ck_said(help, "\nExamples:\n  ");
    ck_said(help, "--dry-run");
    char *longest = help;
    for (char *line = help; (longest = strchr(line, '\n')); line = longest + 1)
        ck_assert_msg(longest - line <= 120, "%s", line);
    commands_seen++;
}

static void noun_explains_itself(const char *noun)
{
    snprintf(noun_now, sizeof noun_now, "%s", noun);
    char *help = MUST(&console, noun, "--help");
    if (strcmp(noun, "init") == 0) {
        ck_said(help, "kripactl init --name");
        commands_seen++;
        return;
    }
    ck_said(help, "\nExamples:\n  ");
    under(help, "\nCommands:", verb_explains_itself);
}

START_TEST(help_stands_on_every_level_with_examples)
{
    char *help = MUST(&console, "--help");
    ck_said(help, "--store URI");
    ck_said(help, "Exit codes:");
    ck_said(help, "\nExamples:\n  ");
    under(help, "\nNouns:", noun_explains_itself);
    ck_assert_uint_eq(commands_seen, 75);
    ck_assert_str_eq(MUST(&console, "help", "product", "add"),
                     MUST(&console, "product", "add", "--help"));
    ck_assert_str_eq(MUST(&console, "-h"), help);
}
END_TEST

static char tests_text[200000];

/* "order", "ship" stands in the source of some test beside this one. */
static void verb_is_tried(const char *verb)
{
    char words[96];
    const char *blank = strchr(verb, ' ');
    if (blank)
        snprintf(words, sizeof words, "\"%s\", \"%.*s\", \"%s\"", noun_now, (int)(blank - verb),
                 verb, blank + 1);
    else
        snprintf(words, sizeof words, "\"%s\", \"%s\"", noun_now, verb);
    ck_assert_msg(strstr(tests_text, words) != NULL, "no test runs %s", words);
    commands_seen++;
}

static void noun_is_tried(const char *noun)
{
    snprintf(noun_now, sizeof noun_now, "%s", noun);
    if (strcmp(noun, "init") != 0)
        under(MUST(&console, noun, "--help"), "\nCommands:", verb_is_tried);
}

START_TEST(every_command_is_tried)
{
    static const char *const sources[] = {"test_shop_life.c", "test_store.c",  "test_copy.c",
                                          "test_many.c",      "test_window.c", "test_pictures.c"};
    size_t size = 0;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        char path[400];
        snprintf(path, sizeof path, "%s/tests/cli/%s", KRIPA_SOURCE_DIR, sources[i]);
        FILE *file = fopen(path, "r");
        ck_assert_msg(file != NULL, "%s", path);
        size += fread(tests_text + size, 1, sizeof tests_text - 1 - size, file);
        fclose(file);
    }
    under(MUST(&console, "--help"), "\nNouns:", noun_is_tried);
    ck_assert_uint_gt(commands_seen, 40);
}
END_TEST

START_TEST(version_is_the_library_s)
{
    ck_assert_str_eq(MUST(&console, "--version"), "kripactl 0.1.0\n");
}
END_TEST

START_TEST(what_is_wrong_is_said_with_what_was_meant)
{
    static const struct {
        const char *args[5];
        const char *says;
    } cases[] = {
        {{"prodct"}, "did you mean \"product\"?"},
        {{"product", "lsit"}, "did you mean \"list\"?"},
        {{"product", "list", "--avalability", "in"}, "did you mean \"--availability\"?"},
        {{"product", "add", "--nmae", "x"}, "did you mean \"--name\"?"},
        {{"frobnicate"}, "unknown command \"frobnicate\"\n"},
        {{"order", "show"}, "it takes ORDER"},
        {{"order", "show", "1001", "1002"}, "\"1002\" is one argument too many"},
        {{"product", "list", "--sort"}, "--sort needs a value"},
        {{"product", "list", "--json=1"}, "--json takes no value"},
        {{"product", "list", "--color", "red"}, "auto, always or never"},
        {{"product", "list", "-x"}, "unknown flag \"-x\""},
        {{"product"}, "kripactl product --help"},
        {{"--as", "x@example.in", "init"}, "--as is for shops that have accounts"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ran ran = console_run(&console, cases[i].args);
        ck_assert_str_eq(console_expect(ran, 2), "");
        ck_said(ran.err, cases[i].says);
    }
    console_expect(console_run(&console, (const char *const[]){NULL}), 2);
}
END_TEST

START_TEST(flags_stand_anywhere_in_any_spelling)
{
    MUST(&console, "--json", "product", "add", "--name", "A", "--price=10", "--retailer-price",
         "9");
    MUST(&console, "product", "add", "--name", "B", "--price", "10", "--retailer_price", "9");
    MUST(&console, "product", "add", "--name", "C", "--price", "10", "--RetailerPrice", "9");
    MUST(&console, "product", "add", "--name", "D", "--price", "10", "--retailer-price", "9",
         "--no-active");
    MUST(&console, "product", "add", "--price", "10", "--active", "false", "--name", "E");
    MUST(&console, "product", "add", "--price", "10", "--active=true", "--name", "F");
    char *list = MUST(&console, "product", "list", "--min-price", "1", "--active", "false");
    ck_said(list, "D ");
    ck_said(list, "E ");
    ck_assert_ptr_null(strstr(list, "C "));
    ck_assert_ptr_null(strstr(list, "F "));
}
END_TEST

START_TEST(behind_two_dashes_nothing_is_a_flag)
{
    struct ran ran = CONSOLE(&console, "product", "show", "--", "--help");
    console_expect(ran, 4);
    ck_said(ran.err, "no product \"--help\"");
}
END_TEST

START_TEST(a_list_may_be_given_in_pieces)
{
    char *json = MUST(&console, "product", "add", "--name", "A", "--price", "10", "--tag", "led",
                      "--tags", "bulb,e27", "--json");
    ck_said(json, "\"tags\":[\"led\",\"bulb\",\"e27\"]");
}
END_TEST

START_TEST(an_edit_says_what_to_change)
{
    MUST(&console, "product", "add", "--name", "Fan", "--price", "1", "--slug", "fan");
    MUST(&console, "category", "add", "--name", "Fans");
    struct ran ran = CONSOLE(&console, "product", "edit", "fan");
    console_expect(ran, 2);
    ck_said(ran.err, "nothing to change");
    ran = CONSOLE(&console, "category", "edit", "fans");
    console_expect(ran, 2);
    ck_said(ran.err, "nothing to change");
}
END_TEST

START_TEST(every_bad_field_is_named)
{
    struct ran ran = CONSOLE(&console, "product", "add", "--price", "1.234", "--hsn", "12");
    console_expect(ran, 3);
    ck_said(ran.err, "name: ");
    ck_said(ran.err, "price: ");
    ck_said(ran.err, "hsn: ");
}
END_TEST

/* How often the shop's file was opened since the last time. */
static size_t opens_of(int watch)
{
    char events[65536];
    size_t count = 0;
    ssize_t size = read(watch, events, sizeof events);
    for (ssize_t at = 0; at < size; count++)
        at += (ssize_t)(sizeof(struct inotify_event) +
                        ((const struct inotify_event *)(events + at))->len);
    return count;
}

START_TEST(init_opens_a_shop_that_is_there_once)
{
    char path[FOLDER_SIZE + 16];
    snprintf(path, sizeof path, "%s/kripa.db", console.folder);
    int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    ck_assert_int_ge(inotify_add_watch(watch, path, IN_CLOSE), 0);
    MUST(&console, "user", "list");
    size_t once = opens_of(watch);
    console_expect(CONSOLE(&console, "init", "--name", "B", "--email", "b@example.in"), 5);
    ck_assert_uint_gt(once, 0);
    ck_assert_uint_eq(opens_of(watch), once);
    close(watch);
}
END_TEST

int main(void)
{
    int failed = RUN_SUITE_IN("command line", begin, end, help_stands_on_every_level_with_examples,
                              every_command_is_tried, version_is_the_library_s,
                              what_is_wrong_is_said_with_what_was_meant);
    int failed_in_shop = RUN_CASES(
        console_cases("command line of a shop", &console, make_shop), "command line of a shop",
        flags_stand_anywhere_in_any_spelling, behind_two_dashes_nothing_is_a_flag,
        a_list_may_be_given_in_pieces, every_bad_field_is_named, an_edit_says_what_to_change,
        init_opens_a_shop_that_is_there_once);
    return failed || failed_in_shop;
}
