/* SPDX-License-Identifier: MIT
 * Names of statuses, and filling in the caller's error. */
#include <kripa/status.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "status.h"
#include "text.h"

static const struct {
    const char *name, *meaning;
} statuses[] = {
#define ROW(name, meaning) {#name, meaning},
    KRIPA_STATUSES(ROW)
#undef ROW
};

const char *kripa_status_name(enum kripa_status status)
{
    return (unsigned)status < KRIPA_STATUS_COUNT ? statuses[status].name : "INTERNAL";
}

const char *kripa_status_meaning(enum kripa_status status)
{
    return statuses[(unsigned)status < KRIPA_STATUS_COUNT ? status : KRIPA_INTERNAL].meaning;
}

/* Clearing the count is enough: nobody reads the fields beyond it. */
void kripa_error_clear(struct kripa_error *err)
{
    if (!err)
        return;
    err->status = KRIPA_OK;
    err->message[0] = '\0';
    err->fields_count = 0;
    err->retry_after_s = 0;
}

static void write(char *to, size_t size, const char *format, va_list arguments)
{
    *to = '\0';
    if (format)
        vsnprintf(to, size, format, arguments);
    kp_text_mend(to);
}

enum kripa_status kripa_fail(struct kripa_error *err, enum kripa_status status, const char *format,
                             ...)
{
    if (!err)
        return status;
    memset(err, 0, sizeof *err);
    err->status = status;
    va_list arguments;
    va_start(arguments, format);
    write(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    return status;
}

enum kripa_status kp_no_memory(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
}

enum kripa_status kripa_fail_field(struct kripa_error *err, enum kripa_status status,
                                   const char *path, const char *format, ...)
{
    if (!err || err->fields_count == KRIPA_ERROR_FIELDS_MAX)
        return status;
    struct kripa_error_field *field = &err->fields[err->fields_count++];
    snprintf(field->path, sizeof field->path, "%s", path ? path : "");
    va_list arguments;
    va_start(arguments, format);
    write(field->message, sizeof field->message, format, arguments);
    va_end(arguments);
    kp_text_mend(field->path);
    if (err->fields_count > 1)
        return status;
    err->status = status;
    const char *between = *field->path ? ": " : "";
    snprintf(err->message, sizeof err->message, "%s%s%s", field->path, between, field->message);
    kp_text_mend(err->message);
    return status;
}
