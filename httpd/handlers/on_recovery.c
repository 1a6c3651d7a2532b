/* SPDX-License-Identifier: MIT
 * Getting in without the password: one-time codes and password resets. What is asked for answers
 * alike for everybody, and at the same time (ROUTE_ALIKE). */
#include <kripa/recovery.h>
#include <kripa/sys/bodies.h>

#include "on.h"
#include "pipeline/reply.h"
#include "sign_in.h"

typedef enum kripa_status ask_fn(struct kripa *kripa, const char *email, struct kripa_id *message,
                                 struct kripa_error *err);

static enum kripa_status request_message(struct request *r, ask_fn *ask)
{
    const struct kripa_email_body *body = r->body;
    const char *email;
    enum kripa_status status = sign_in_begin(r, body->email, &email);
    if (status == KRIPA_OK)
        status = limits_reset(r, email);
    if (status == KRIPA_OK)
        status = ask(r->kripa, body->email, &r->waiting, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "if there is an account with this address, a message to it is on its way";
    return reply_none(r);
}

enum kripa_status on_code_request(struct request *r)
{
    return request_message(r, kripa_code_request);
}

enum kripa_status on_reset_request(struct request *r)
{
    return request_message(r, kripa_reset_request);
}

static enum kripa_status try_code(struct request *r, struct kripa_signed_in *in)
{
    return kripa_code_sign_in(r->kripa, r->body, r->arena, in, r->err);
}

enum kripa_status on_code_verify(struct request *r)
{
    const struct kripa_code_sign_in *body = r->body;
    struct kripa_signed_in in;
    struct kripa_id session;
    const char *email;
    enum kripa_status status = sign_in_begin(r, body->email, &email);
    if (status == KRIPA_OK)
        status = sign_in_session(r, body->email, NULL, &session);
    if (status == KRIPA_OK)
        status = limits_sign_in(r, email, session, try_code, &in);
    if (status != KRIPA_OK)
        return status;
    r->message = "signed in";
    return reply_signed_in(r, &in, body->refresh);
}

enum kripa_status on_password_reset(struct request *r)
{
    enum kripa_status status = kripa_password_reset(r->kripa, r->body, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the password was set; every session is over: please sign in";
    return reply_none(r);
}
