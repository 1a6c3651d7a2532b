/* SPDX-License-Identifier: MIT
 * One's own address book. */
#include <kripa/address.h>

#include "on.h"
#include "pipeline/reply.h"

#define BOOK_PATH "/api/auth/addresses"

enum kripa_status on_address_list(struct request *r)
{
    struct kripa_address_book book;
    enum kripa_status status =
        kripa_address_list(r->kripa, r->viewer, r->viewer.user, r->arena, &book, r->err);
    return status != KRIPA_OK ? status : reply_array(r, book.at, book.count);
}

enum kripa_status on_address_add(struct request *r)
{
    struct kripa_saved_address *address;
    enum kripa_status status = kripa_address_add(r->kripa, r->viewer, r->viewer.user, r->body,
                                                 r->given, r->arena, &address, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the address was saved";
    return reply_created(r, BOOK_PATH, address->id, address);
}

enum kripa_status on_address_edit(struct request *r)
{
    struct kripa_id id;
    struct kripa_saved_address *address;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_address_edit(r->kripa, r->viewer, r->viewer.user, id, r->body, r->given,
                                    r->arena, &address, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the address was changed";
    return reply_record(r, address);
}

enum kripa_status on_address_delete(struct request *r)
{
    struct kripa_id id;
    struct kripa_address_book book;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status =
            kripa_address_delete(r->kripa, r->viewer, r->viewer.user, id, r->arena, &book, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the address was deleted";
    return reply_array(r, book.at, book.count);
}
