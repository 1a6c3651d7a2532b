/* SPDX-License-Identifier: MIT
 * Forms: parts become pairs, which the route's field table reads, and uploads. */
#include "form.h"

#include <string.h>

#include <kripa/media.h>

#include "base/multipart.h"

enum part_kind { PART_FIELD, PART_FILE, PART_UNWANTED };

struct request_form {
    struct multipart parser;
    struct kripa_pair pairs[FORM_PARTS_MAX];
    size_t pairs_count;
    size_t parts, files;   /* how many parts and files have arrived, valid or not */
    size_t texts_size;     /* bytes of all text fields */
    enum kripa_status bad; /* the status of the first part that was wrong; OK: none */
    /* The part that is being read now. */
    enum part_kind kind;
    const char *name;
    bool is_empty_input; /* a file input in which no file was chosen, unless bytes follow */
    char *text;
    size_t text_size, text_capacity;
    struct kripa_upload *upload; /* NULL: no byte of the file has arrived */
};

/* Returned to the parser when the request's error already has the reason. */
static const char told[] = "";

bool form_is_sent(const struct request *r)
{
    return multipart_is_form(r->headers[HEADER_CONTENT_TYPE]);
}

/* Stops reading the form. */
static const char *give_up(struct request *r, enum kripa_status status, const char *message)
{
    r->body_status = kripa_fail(r->err, status, "%s", message);
    return told;
}

/* Reports a part that is wrong and reads on, so that all wrong parts are named. */
static void name_bad(struct request *r, const char *path, const char *message)
{
    enum kripa_status status = kripa_fail_field(r->err, KRIPA_INVALID, path, "%s", message);
    r->form->bad = r->form->bad ? r->form->bad : status;
}

/* Whether several parts may have this name, as those of a list. */
static bool is_list(const struct kripa_schema *schema, const char *name)
{
    for (size_t i = 0; schema && i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        bool is_texts = field->type == KRIPA_TYPE_TEXTS || field->type == KRIPA_TYPE_IDS;
        if (is_texts && strcmp(field->name, name) == 0)
            return true;
    }
    return false;
}

static bool has_come(const struct request_form *form, const char *name)
{
    for (size_t i = 0; i < form->pairs_count; i++) {
        if (strcmp(form->pairs[i].name, name) == 0)
            return true;
    }
    return false;
}

static enum part_kind begin_field(struct request *r, const char *name)
{
    struct request_form *form = r->form;
    bool is_twice = has_come(form, name) && !is_list(r->route->body, name);
    form->text_size = 0;
    if (!is_twice && !strchr(name, '.'))
        return PART_FIELD;
    name_bad(r, name, is_twice ? "is given twice" : "unknown field");
    return PART_UNWANTED;
}

static enum part_kind begin_file(struct request *r, const char *name)
{
    const struct route *route = r->route;
    if (!route->file || strcmp(route->file, name) != 0) {
        name_bad(r, name, "no file of this name is taken here");
        return PART_UNWANTED;
    }
    return PART_FILE;
}

static const char *begin_part(void *ctx, const struct multipart_part *part)
{
    struct request *r = ctx;
    struct request_form *form = r->form;
    if (form->parts++ == FORM_PARTS_MAX)
        return give_up(r, KRIPA_INVALID, "the form has too many parts");
    form->name = kripa_arena_text(r->arena, part->name, strlen(part->name));
    if (!form->name)
        return give_up(r, KRIPA_NO_MEMORY, "out of memory");
    form->is_empty_input = part->filename && !*part->filename;
    form->kind = part->filename ? begin_file(r, form->name) : begin_field(r, form->name);
    return NULL;
}

static bool make_room(struct request *r, size_t needed)
{
    struct request_form *form = r->form;
    if (needed <= form->text_capacity)
        return true;
    size_t capacity = 2 * needed;
    char *text = kripa_arena_alloc(r->arena, capacity, 1);
    if (!text)
        return false;
    if (form->text_size)
        memcpy(text, form->text, form->text_size);
    form->text = text;
    form->text_capacity = capacity;
    return true;
}

static const char *take_text(struct request *r, const char *data, size_t size)
{
    struct request_form *form = r->form;
    form->texts_size += size;
    if (form->texts_size > KRIPA_JSON_BYTES_MAX)
        return give_up(r, KRIPA_TOO_LARGE, "the fields of the form are larger than is taken here");
    if (!make_room(r, form->text_size + size))
        return give_up(r, KRIPA_NO_MEMORY, "out of memory");
    memcpy(form->text + form->text_size, data, size);
    form->text_size += size;
    return NULL;
}

/* Handles what the library says of a file: one that is not accepted is reported beside other
 * problems; one that is too large or can't be stored stops the reading. */
static const char *refuse_file(struct request *r, enum kripa_status status,
                               const struct kripa_error *err)
{
    struct request_form *form = r->form;
    kripa_upload_free(form->upload);
    form->upload = NULL;
    form->kind = PART_UNWANTED;
    if (status != KRIPA_INVALID && status != KRIPA_UNSUPPORTED_TYPE) {
        *r->err = *err;
        r->body_status = status;
        return told;
    }
    for (size_t i = 0; i < err->fields_count; i++)
        kripa_fail_field(r->err, status, err->fields[i].path, "%s", err->fields[i].message);
    form->bad = form->bad ? form->bad : status;
    return NULL;
}

/* The name for errors: "photo", or "images[2]" where several are allowed. */
static const char *file_path(struct request *r)
{
    return r->route->files_max == 1
               ? r->route->file
               : kripa_arena_format(r->arena, "%s[%zu]", r->route->file, r->form->files);
}

static const char *open_file(struct request *r)
{
    struct kripa_error err = {0};
    const char *path = file_path(r);
    if (!path)
        return give_up(r, KRIPA_NO_MEMORY, "out of memory");
    enum kripa_status status = kripa_upload_open(r->kripa, path, &r->form->upload, &err);
    return status == KRIPA_OK ? NULL : refuse_file(r, status, &err);
}

/* The upload is opened at the first byte, since there may be none. */
static const char *take_file(struct request *r, const char *data, size_t size)
{
    struct request_form *form = r->form;
    struct kripa_error err = {0};
    if (form->files == r->route->files_max) {
        name_bad(r, r->route->file, "has more files than are taken here");
        form->kind = PART_UNWANTED;
        return NULL;
    }
    const char *fault = form->upload ? NULL : open_file(r);
    if (fault || form->kind != PART_FILE)
        return fault;
    enum kripa_status status = kripa_upload_write(form->upload, data, size, &err);
    return status == KRIPA_OK ? NULL : refuse_file(r, status, &err);
}

static const char *take_data(void *ctx, const char *data, size_t size)
{
    struct request *r = ctx;
    switch (r->form->kind) {
    case PART_FIELD:
        return take_text(r, data, size);
    case PART_FILE:
        return take_file(r, data, size);
    case PART_UNWANTED:
        break;
    }
    return NULL;
}

/* Browsers write every line end of a text as CR LF; turns them back into LF. Returns the new
 * size. */
static size_t mend_line_ends(char *text, size_t size)
{
    size_t left = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '\r' || i + 1 == size || text[i + 1] != '\n')
            text[left++] = text[i];
    }
    return left;
}

static const char *end_field(struct request *r)
{
    struct request_form *form = r->form;
    if (form->text_size && memchr(form->text, '\0', form->text_size)) {
        name_bad(r, form->name, "must not have a NUL in it");
        return NULL;
    }
    size_t size = mend_line_ends(form->text, form->text_size);
    const char *value = kripa_arena_text(r->arena, size ? form->text : "", size);
    if (!value)
        return give_up(r, KRIPA_NO_MEMORY, "out of memory");
    form->pairs[form->pairs_count++] = (struct kripa_pair){form->name, value};
    return NULL;
}

/* Checks the file once it is complete. */
static const char *end_file(struct request *r)
{
    struct request_form *form = r->form;
    struct kripa_error err = {0};
    if (!form->upload) {
        if (!form->is_empty_input)
            name_bad(r, form->name, "the file is empty");
        return NULL;
    }
    enum kripa_status status = kripa_upload_finish(form->upload, &err);
    const char *fault = status == KRIPA_OK ? NULL : refuse_file(r, status, &err);
    if (status == KRIPA_OK)
        r->uploads[r->uploads_count++] = form->upload;
    form->upload = NULL;
    form->files++;
    return fault;
}

static const char *end_part(void *ctx)
{
    struct request *r = ctx;
    switch (r->form->kind) {
    case PART_FIELD:
        return end_field(r);
    case PART_FILE:
        return end_file(r);
    case PART_UNWANTED:
        break;
    }
    return NULL;
}

static void note_fault(struct request *r)
{
    if (r->body_status == KRIPA_OK)
        give_up(r, KRIPA_INVALID, r->form->parser.fault);
}

static bool begin(struct request *r)
{
    r->form = kripa_arena_alloc(r->arena, sizeof *r->form, 1);
    if (!r->form) {
        give_up(r, KRIPA_NO_MEMORY, "out of memory");
        return false;
    }
    struct multipart_sink sink = {begin_part, take_data, end_part, r};
    if (multipart_begin(&r->form->parser, r->headers[HEADER_CONTENT_TYPE], sink))
        return true;
    note_fault(r);
    return false;
}

void form_take(struct request *r, const char *data, size_t size)
{
    if (!r->route->file || r->body_status != KRIPA_OK || (!r->form && !begin(r)))
        return;
    if (!multipart_take(&r->form->parser, data, size))
        note_fault(r);
}

/* A text under the name of a file input is the URL of a picture elsewhere; a form may have
 * one or the other. */
static void check_file(struct request *r)
{
    const struct request_form *form = r->form;
    bool is_text = false;
    for (size_t i = 0; i < form->pairs_count && r->route->file; i++)
        is_text |= strcmp(form->pairs[i].name, r->route->file) == 0 && *form->pairs[i].value;
    if (is_text && r->uploads_count && r->route->files_max == 1)
        name_bad(r, r->route->file, "is given twice");
}

static enum kripa_status decode_fields(struct request *r, void *record)
{
    const struct request_form *form = r->form;
    if (r->route->body)
        return kripa_pairs_decode(r->route->body, r->route->input_mode, r->viewer.role, true,
                                  form->pairs, form->pairs_count, r->arena, record, &r->given,
                                  r->err);
    for (size_t i = 0; i < form->pairs_count; i++)
        name_bad(r, form->pairs[i].name, "unknown field");
    return KRIPA_OK;
}

enum kripa_status form_decode(struct request *r, void *record)
{
    if (!multipart_end(&r->form->parser))
        note_fault(r);
    if (r->body_status != KRIPA_OK)
        return r->body_status;
    check_file(r);
    enum kripa_status status = decode_fields(r, record);
    return r->form->bad && status != KRIPA_NO_MEMORY ? r->form->bad : status;
}

void form_name_as_sent(struct request *r)
{
    if (r->route->body)
        kripa_pairs_as_sent(r->route->body, r->form->pairs, r->form->pairs_count, r->err);
}

enum kripa_status request_keep_images(struct request *r, enum kripa_media_folder folder,
                                      struct kripa_image **out)
{
    enum kripa_status status = KRIPA_OK;
    *out = r->uploads_count ? kripa_arena_alloc(r->arena, sizeof **out, r->uploads_count) : NULL;
    if (r->uploads_count && !*out)
        return kripa_fail(r->err, KRIPA_NO_MEMORY, "out of memory");
    for (size_t i = 0; status == KRIPA_OK && i < r->uploads_count; i++)
        status = kripa_media_keep(r->kripa, r->viewer, r->uploads[i], folder, r->arena, *out + i,
                                  r->err);
    return status;
}

void form_end(struct request *r, bool refused)
{
    for (size_t i = 0; i < r->uploads_count; i++) {
        if (refused)
            kripa_media_drop(r->kripa, r->uploads[i], NULL);
        kripa_upload_free(r->uploads[i]);
    }
    if (r->form)
        kripa_upload_free(r->form->upload);
    r->uploads_count = 0;
    r->form = NULL;
}
