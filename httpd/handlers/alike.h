/* SPDX-License-Identifier: MIT
 * Macros for the two shapes that most handlers have; the others are written out. */
#ifndef ALIKE_H
#define ALIKE_H

#include "on.h"
#include "pipeline/reply.h"

/* A handler for a page of records (`struct records`), which `call` finds by the query. */
#define ON_LIST(handler, records, call)                                                            \
    enum kripa_status handler(struct request *r)                                                   \
    {                                                                                              \
        struct records found;                                                                      \
        enum kripa_status status = call(r->kripa, r->viewer, r->query, r->arena, &found, r->err);  \
        return status != KRIPA_OK ? status : reply_list(r, found.at, found.count, &found.page);    \
    }

/* A handler for the record of :id (a `struct kind`) that `call` returns; `says` is the message,
 * which may use `record`, or NULL for a read. */
#define ON_RECORD(handler, kind, call, says)                                                       \
    enum kripa_status handler(struct request *r)                                                   \
    {                                                                                              \
        struct kripa_id id;                                                                        \
        struct kind *record;                                                                       \
        enum kripa_status status = request_param_id(r, 0, &id);                                    \
        if (status == KRIPA_OK)                                                                    \
            status = call(r->kripa, r->viewer, id, r->arena, &record, r->err);                     \
        if (status != KRIPA_OK)                                                                    \
            return status;                                                                         \
        r->message = says;                                                                         \
        return reply_record(r, record);                                                            \
    }

#endif
