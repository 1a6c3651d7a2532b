/* SPDX-License-Identifier: MIT
 * A form as bytes. */
#include "form_body.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void form_bytes(struct form_body *form, const void *data, size_t size)
{
    char *grown = realloc(form->at, form->size + size + 1);
    if (!grown)
        exit(2);
    memcpy(grown + form->size, data, size);
    form->at = grown;
    form->size += size;
    grown[form->size] = '\0';
}

static void add_text(struct form_body *form, const char *text)
{
    form_bytes(form, text, strlen(text));
}

void form_field(struct form_body *form, const char *name, const char *value)
{
    add_text(form, "--" FORM_BOUNDARY "\r\nContent-Disposition: form-data; name=\"");
    add_text(form, name);
    add_text(form, "\"\r\n\r\n");
    add_text(form, value);
    add_text(form, "\r\n");
}

void form_file(struct form_body *form, const char *name, const char *filename, const void *data,
               size_t size)
{
    add_text(form, "--" FORM_BOUNDARY "\r\nContent-Disposition: form-data; name=\"");
    add_text(form, name);
    add_text(form, "\"; filename=\"");
    add_text(form, filename);
    add_text(form, "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
    form_bytes(form, data, size);
    add_text(form, "\r\n");
}

void form_close(struct form_body *form)
{
    add_text(form, "--" FORM_BOUNDARY "--\r\n");
}

void form_clear(struct form_body *form)
{
    free(form->at);
    *form = (struct form_body){NULL, 0};
}
