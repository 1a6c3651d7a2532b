/* SPDX-License-Identifier: MIT
 * Good answers: an envelope around the handler's result. */
#include "reply.h"

#include <stdio.h>
#include <string.h>

#include <kripa/sys/json.h>

#include "csv.h"

void reply_header(struct request *r, const char *name, const char *value)
{
    if (value && r->reply.headers_count < REPLY_HEADERS_MAX)
        r->reply.headers[r->reply.headers_count++] = (struct reply_header){name, value};
}

static void begin(struct request *r, struct kripa_writer *writer)
{
    kripa_writer_init(writer, r->arena);
    writer->at = r->written;
    writer->capacity = sizeof r->written;
    kripa_write(writer, "{\"success\":true,\"message\":");
    if (r->message)
        kripa_write_text(writer, r->message);
    else
        kripa_write(writer, "\"OK\"");
    kripa_write(writer, ",\"data\":");
}

static enum kripa_status end(struct request *r, struct kripa_writer *writer, unsigned http_status)
{
    kripa_write(writer, "}");
    if (writer->failed)
        return kripa_fail(r->err, KRIPA_NO_MEMORY, "out of memory");
    r->reply.http_status = http_status;
    r->reply.content_type = REPLY_JSON;
    r->reply.body = writer->at;
    r->reply.size = writer->size;
    return KRIPA_OK;
}

/* The record's `revision`, or -1 when it has none. */
static int64_t revision_of(const struct kripa_schema *schema, const void *record)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (field->type == KRIPA_TYPE_INT && strcmp(field->name, "revision") == 0)
            return *(const int64_t *)((const char *)record + field->at);
    }
    return -1;
}

static enum kripa_status answer_record(struct request *r, const void *record, unsigned http_status)
{
    struct kripa_writer writer;
    if (r->csv)
        return csv_take(r, record, 1, NULL);
    begin(r, &writer);
    kripa_write_record(&writer, r->route->reply, record, r->viewer.role);
    if (r->route->flags & ROUTE_ETAG)
        r->reply.revision = revision_of(r->route->reply, record);
    return end(r, &writer, http_status);
}

enum kripa_status reply_record(struct request *r, const void *record)
{
    return answer_record(r, record, 200);
}

enum kripa_status reply_created(struct request *r, const char *path, struct kripa_id id,
                                const void *record)
{
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    const char *location = kripa_arena_format(r->arena, "%s/%s", path, text);
    if (!location)
        return kripa_fail(r->err, KRIPA_NO_MEMORY, "out of memory");
    enum kripa_status status = answer_record(r, record, 201);
    if (status == KRIPA_OK)
        reply_header(r, "Location", location);
    return status;
}

static void write_meta(struct kripa_writer *writer, const struct kripa_page *page)
{
    int64_t pages = page->limit > 0 ? (page->total + page->limit - 1) / page->limit : 0;
    kripa_write(writer, "{\"page\":");
    kripa_write_int(writer, page->page);
    kripa_write(writer, ",\"limit\":");
    kripa_write_int(writer, page->limit);
    kripa_write(writer, ",\"total\":");
    kripa_write_int(writer, page->total);
    kripa_write(writer, ",\"pages\":");
    kripa_write_int(writer, pages);
    kripa_write(writer, ",\"next\":");
    kripa_write_text(writer, page->next[0] ? page->next : NULL);
}

/* Writes the fields of one more record into the object that is being written. */
static void write_beside(struct request *r, struct kripa_writer *writer,
                         const struct kripa_schema *schema, const void *record)
{
    struct kripa_writer object;
    kripa_writer_init(&object, r->arena);
    kripa_write_record(&object, schema, record, r->viewer.role);
    writer->failed |= object.failed;
    if (object.failed || object.size <= 2) /* {} */
        return;
    kripa_write(writer, ",");
    kripa_write_raw(writer, object.at + 1, object.size - 2);
}

enum kripa_status reply_list_and(struct request *r, const void *records, size_t count,
                                 const struct kripa_page *page, const void *meta)
{
    struct kripa_writer writer;
    if (r->csv)
        return csv_take(r, records, count, page);
    begin(r, &writer);
    kripa_write(&writer, "{\"items\":");
    kripa_write_records(&writer, r->route->reply, records, count, r->viewer.role);
    kripa_write(&writer, ",\"meta\":");
    write_meta(&writer, page);
    if (meta)
        write_beside(r, &writer, r->route->meta, meta);
    kripa_write(&writer, "}}");
    return end(r, &writer, 200);
}

enum kripa_status reply_list(struct request *r, const void *records, size_t count,
                             const struct kripa_page *page)
{
    return reply_list_and(r, records, count, page, NULL);
}

enum kripa_status reply_array(struct request *r, const void *records, size_t count)
{
    struct kripa_writer writer;
    if (r->csv)
        return csv_take(r, records, count, NULL);
    begin(r, &writer);
    kripa_write_records(&writer, r->route->reply, records, count, r->viewer.role);
    return end(r, &writer, 200);
}

enum kripa_status reply_none(struct request *r)
{
    struct kripa_writer writer;
    begin(r, &writer);
    kripa_write(&writer, "null");
    return end(r, &writer, 200);
}

enum kripa_status reply_raw(struct request *r, const char *content_type, const char *body,
                            size_t size)
{
    r->reply.http_status = 200;
    r->reply.content_type = content_type;
    r->reply.body = body;
    r->reply.size = size;
    return KRIPA_OK;
}

const char *reply_methods(struct request *r, unsigned allowed)
{
    char text[64];
    size_t size = 0;
    for (enum method method = 0; method < METHOD_COUNT; method++) {
        if (!(allowed & 1U << method))
            continue;
        const char *head = method == METHOD_GET ? ", HEAD" : "";
        size +=
            (size_t)snprintf(text + size, sizeof text - size, "%s%s, ", method_name(method), head);
    }
    return kripa_arena_format(r->arena, "%sOPTIONS", size ? text : "");
}
