/* SPDX-License-Identifier: MIT
 * Failures and exit codes. The codes are a table: what a status means to a script, and its
 * explanation in the help. */
#include "failure.h"
#include "base/session.h"

#include <string.h>

#include <kripa/sys/json.h>

#include "base/flags.h"

static const struct {
    int code;
    const char *meaning;
    enum kripa_status statuses[6]; /* ended by KRIPA_OK */
} kinds[] = {
    {0, "done", {KRIPA_OK}},
    {EXIT_DECLINED, "you were asked, and said no", {KRIPA_OK}},
    {EXIT_USAGE, "the command line is wrong; nothing was tried", {KRIPA_OK}},
    {3,
     "a value breaks a rule; each is named",
     {KRIPA_INVALID, KRIPA_TOO_LARGE, KRIPA_UNSUPPORTED_TYPE}},
    {4, "there is no such thing", {KRIPA_NOT_FOUND}},
    {5,
     "the state of things does not allow it: taken, ambiguous, sold out",
     {KRIPA_CONFLICT, KRIPA_EXISTS, KRIPA_OUT_OF_STOCK, KRIPA_STALE, KRIPA_KEY_REUSED}},
    {6, "this account may not do that", {KRIPA_FORBIDDEN, KRIPA_UNAUTHENTICATED}},
    {7,
     "the store can't take it now (busy, disk full); try again",
     {KRIPA_UNAVAILABLE, KRIPA_LIMITED}},
    {8, "the store's content is damaged, or verify found differences", {KRIPA_CORRUPT}},
    {9, "a fault of kripactl, or out of memory", {KRIPA_INTERNAL, KRIPA_NO_MEMORY}},
};
#define KINDS_COUNT (sizeof kinds / sizeof *kinds)

static int code_of(enum kripa_status status)
{
    for (size_t i = 0; i < KINDS_COUNT; i++) {
        for (const enum kripa_status *at = kinds[i].statuses; *at != KRIPA_OK; at++) {
            if (*at == status)
                return kinds[i].code;
        }
    }
    return status == KRIPA_OK ? 0 : 9;
}

bool failure_is_general(enum kripa_status status)
{
    return status == KRIPA_FORBIDDEN || status == KRIPA_UNAVAILABLE || status == KRIPA_NO_MEMORY ||
           status == KRIPA_CORRUPT || status == KRIPA_INTERNAL;
}

/* Whether the list's name is the flag's with an s: --image gives "images". */
static bool is_plural(const char *name, const char *path, size_t size)
{
    size_t name_size = strlen(name);
    return size == name_size + 1 && path[name_size] == 's' && memcmp(name, path, name_size) == 0;
}

/* The flag of this field of the command's table; NULL: none. */
static const struct flag *flag_of(const struct flag *flags, size_t count, const char *path)
{
    size_t size = strcspn(path, "["); /* all elements of a list have the same flag */
    for (size_t i = 0; i < count; i++) {
        const struct flag *flag = &flags[i];
        const char *name = flag->origin == FLAG_FIELD ? flag->path : flag->name;
        if (strlen(name) == size && memcmp(name, path, size) == 0)
            return flag;
        if (flag->origin == FLAG_OWN && is_plural(name, path, size))
            return flag;
    }
    return NULL;
}

/* The message may already be that of the first field. */
static bool tells_first_field(const struct kripa_error *err)
{
    if (err->fields_count == 0)
        return false;
    char line[sizeof err->message];
    const struct kripa_error_field *first = &err->fields[0];
    snprintf(line, sizeof line, "%s%s%s", first->path, *first->path ? ": " : "", first->message);
    return strcmp(line, err->message) == 0;
}

static void put_field(FILE *to, const struct kripa_error_field *field, const struct flag *flag)
{
    if (flag)
        fprintf(to, "--%s: %s\n", flag->name, field->message);
    else
        fprintf(to, "%s%s%s\n", field->path, *field->path ? ": " : "", field->message);
}

/* What is reported of a failure. */
struct report {
    enum kripa_status status;
    const struct kripa_error *err;
    const char *message, *about; /* `about` NULL: the command as a whole */
    struct flag flags[FLAGS_MAX];
    size_t flags_count;
    int code;
};

static void tell_people(FILE *to, const struct report *report)
{
    const struct kripa_error *err = report->err;
    const char *about = report->about;
    bool first = tells_first_field(err);
    fprintf(to, "kripactl: %s%s", about ? about : "", about ? ": " : "");
    if (!first)
        fprintf(to, "%s\n", report->message);
    for (size_t i = 0; i < err->fields_count; i++) {
        const struct kripa_error_field *field = &err->fields[i];
        fputs(first && i == 0 ? "" : "          ", to);
        put_field(to, field, flag_of(report->flags, report->flags_count, field->path));
    }
    if (err->retry_after_s > 0)
        fprintf(to, "          try again in %lld s\n", (long long)err->retry_after_s);
}

static void put_text(struct kripa_writer *writer, const char *name, const char *text)
{
    kripa_write(writer, writer->at[writer->size - 1] == '{' ? "" : ",");
    kripa_write_text(writer, name);
    kripa_write(writer, ":");
    kripa_write_text(writer, text);
}

static void put_int(struct kripa_writer *writer, const char *name, int64_t value)
{
    kripa_write(writer, ",");
    kripa_write_text(writer, name);
    kripa_write(writer, ":");
    kripa_write_int(writer, value);
}

/* {"code", "message", "about", "errors": [{"field", "flag", "message"}], "retryAfter",
 * "exitCode"} */
static void tell_programs(FILE *to, const struct report *report)
{
    const struct kripa_error *err = report->err;
    struct kripa_arena arena = {0};
    struct kripa_writer writer;
    kripa_writer_init(&writer, &arena);
    kripa_write(&writer, "{");
    put_text(&writer, "code", kripa_status_name(report->status));
    put_text(&writer, "message", report->message);
    if (report->about)
        put_text(&writer, "about", report->about);
    kripa_write(&writer, ",\"errors\":[");
    for (size_t i = 0; i < err->fields_count; i++) {
        const struct kripa_error_field *field = &err->fields[i];
        const struct flag *flag = flag_of(report->flags, report->flags_count, field->path);
        kripa_write(&writer, i ? ",{" : "{");
        put_text(&writer, "field", field->path);
        if (flag)
            put_text(&writer, "flag", flag->name);
        put_text(&writer, "message", field->message);
        kripa_write(&writer, "}");
    }
    kripa_write(&writer, "]");
    if (err->retry_after_s > 0)
        put_int(&writer, "retryAfter", err->retry_after_s);
    put_int(&writer, "exitCode", report->code);
    kripa_write(&writer, "}\n");
    if (!writer.failed)
        fwrite(writer.at, 1, writer.size, to);
    kripa_arena_clear(&arena);
}

int failure_report(FILE *to, enum kripa_status status, const struct kripa_error *err,
                   const struct failing *failing)
{
    struct report report = {
        .status = status,
        .err = err,
        .message = *err->message ? err->message : kripa_status_meaning(status),
        .about = failing->about,
        .code = failing->code ? failing->code : code_of(status),
    };
    report.flags_count = failing->command ? flags_of(failing->command, report.flags) : 0;
    if (failing->json)
        tell_programs(to, &report);
    else
        tell_people(to, &report);
    return report.code;
}

void failure_explain(FILE *to)
{
    for (size_t i = 0; i < KINDS_COUNT; i++)
        fprintf(to, "  %d  %s\n", kinds[i].code, kinds[i].meaning);
}
