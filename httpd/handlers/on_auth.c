/* SPDX-License-Identifier: MIT
 * Signing in and out, and one's own account. */
#include <ctype.h>
#include <string.h>

#include <kripa/account.h>
#include <kripa/sys/bodies.h>

#include "on.h"
#include "pipeline/reply.h"
#include "sign_in.h"

#define COOKIES_MAX 8

/* Puts the refresh token into the cookie, or leaves it in the reply for clients that asked for
 * that. */
static enum kripa_status place_refresh(struct request *r, struct kripa_signed_in *in, bool in_reply)
{
    if (in_reply)
        return KRIPA_OK;
    enum kripa_status status = request_set_refresh_cookie(r, in->refresh_token);
    in->refresh_token = NULL;
    return status;
}

enum kripa_status reply_signed_in(struct request *r, struct kripa_signed_in *in,
                                  const char *refresh)
{
    bool in_reply = refresh && strcmp(refresh, "body") == 0;
    r->viewer = (struct kripa_viewer){.user = in->account.id, .role = in->account.role};
    enum kripa_status status = place_refresh(r, in, in_reply);
    return status != KRIPA_OK ? status : reply_record(r, in);
}

enum kripa_status on_register(struct request *r)
{
    const struct kripa_registration *body = r->body;
    struct kripa_signed_in in;
    enum kripa_status status = kripa_register(r->kripa, body, r->arena, &in, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the account was made";
    status = reply_signed_in(r, &in, body->refresh);
    if (status != KRIPA_OK)
        return status;
    r->reply.http_status = 201;
    reply_header(r, "Location", "/api/auth/profile");
    return KRIPA_OK;
}

enum kripa_status sign_in_begin(struct request *r, const char *email, const char **lower)
{
    char *text = kripa_arena_text(r->arena, email, strlen(email));
    for (char *at = text; at && *at; at++)
        *at = (char)tolower((unsigned char)*at);
    r->sign_in_email = *lower = text;
    return text ? KRIPA_OK : kripa_fail(r->err, KRIPA_NO_MEMORY, "out of memory");
}

/* Collects the tokens of the cookies and, unless it is NULL, the one of the body. */
static size_t refresh_tokens(struct request *r, const char *in_body,
                             const char *out[COOKIES_MAX + 1])
{
    size_t count = request_refresh_cookies(r, out, COOKIES_MAX);
    if (in_body)
        out[count++] = in_body;
    return count;
}

enum kripa_status sign_in_session(struct request *r, const char *email, const char *in_body,
                                  struct kripa_id *session)
{
    const char *tokens[COOKIES_MAX + 1];
    size_t count = refresh_tokens(r, in_body, tokens);
    enum kripa_status status = KRIPA_UNAUTHENTICATED;
    *session = (struct kripa_id){{0}};
    for (size_t i = 0; i < count && status == KRIPA_UNAUTHENTICATED; i++)
        status = kripa_session_of(r->kripa, tokens[i], email, r->arena, session, r->err);
    if (status != KRIPA_UNAUTHENTICATED)
        return status;
    request_clear_error(r);
    return KRIPA_OK;
}

static enum kripa_status try_sign_in(struct request *r, struct kripa_signed_in *in)
{
    return kripa_sign_in(r->kripa, r->body, r->arena, in, r->err);
}

enum kripa_status on_login(struct request *r)
{
    const struct kripa_sign_in *body = r->body;
    struct kripa_signed_in in;
    struct kripa_id session;
    const char *email;
    enum kripa_status status = sign_in_begin(r, body->email, &email);
    if (status == KRIPA_OK)
        status = sign_in_session(r, body->email, body->refresh_token, &session);
    if (status == KRIPA_OK)
        status = limits_sign_in(r, email, session, try_sign_in, &in);
    if (status != KRIPA_OK)
        return status;
    r->message = "signed in";
    return reply_signed_in(r, &in, body->refresh);
}

/* An old app's cookie may have the same name as ours: the first valid one counts. */
static enum kripa_status refresh_cookies(struct request *r, struct kripa_signed_in *in)
{
    const char *tokens[COOKIES_MAX];
    size_t count = request_refresh_cookies(r, tokens, COOKIES_MAX);
    enum kripa_status status =
        kripa_fail(r->err, KRIPA_UNAUTHENTICATED, "there is no session: please sign in");
    for (size_t i = 0; i < count && status == KRIPA_UNAUTHENTICATED; i++)
        status = kripa_refresh(r->kripa, tokens[i], r->arena, in, r->err);
    return status;
}

enum kripa_status on_refresh(struct request *r)
{
    const struct kripa_refresh_body *body = r->body;
    struct kripa_signed_in in;
    enum kripa_status status =
        body->refresh_token ? kripa_refresh(r->kripa, body->refresh_token, r->arena, &in, r->err)
                            : refresh_cookies(r, &in);
    if (status == KRIPA_OK)
        status = place_refresh(r, &in, body->refresh_token != NULL);
    if (status != KRIPA_OK)
        return status;
    r->message = "the session goes on";
    return reply_record(r, &in); /* as to a guest: the reply has only the tokens */
}

enum kripa_status on_logout(struct request *r)
{
    const struct kripa_sign_out_query *query = r->query;
    const struct kripa_refresh_body *body = r->body;
    const char *tokens[COOKIES_MAX + 1];
    size_t count = refresh_tokens(r, body->refresh_token, tokens);
    for (size_t i = 0; i < count; i++) {
        enum kripa_status status = kripa_sign_out(r->kripa, tokens[i], query->all == 1, r->err);
        if (status != KRIPA_OK)
            return status;
    }
    enum kripa_status status = KRIPA_OK;
    if (r->viewer.role != KRIPA_ROLE_GUEST) /* for clients that have only the access token left */
        status = kripa_session_end(r->kripa, r->viewer, query->all == 1, r->err);
    if (status == KRIPA_OK)
        status = request_set_refresh_cookie(r, NULL);
    if (status != KRIPA_OK)
        return status;
    r->message = "signed out";
    return reply_none(r);
}

enum kripa_status on_profile_get(struct request *r)
{
    struct kripa_account *account;
    enum kripa_status status =
        kripa_account_get(r->kripa, r->viewer, r->viewer.user, r->arena, &account, r->err);
    return status != KRIPA_OK ? status : reply_record(r, account);
}

enum kripa_status on_profile_edit(struct request *r)
{
    struct kripa_account *account;
    enum kripa_status status =
        kripa_profile_edit(r->kripa, r->viewer, r->body, r->given, r->arena, &account, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the profile was changed";
    return reply_record(r, account);
}

/* NULL: none. */
static enum kripa_status set_photo(struct request *r, const struct kripa_image *photo)
{
    struct kripa_account *account;
    enum kripa_status status =
        kripa_profile_photo_set(r->kripa, r->viewer, photo, r->arena, &account, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = photo ? "the photo was set" : "the photo was removed";
    return reply_record(r, account);
}

enum kripa_status on_photo_set(struct request *r)
{
    struct kripa_image *photo;
    enum kripa_status status = request_keep_images(r, KRIPA_MEDIA_PROFILES, &photo);
    return status != KRIPA_OK ? status : set_photo(r, photo);
}

enum kripa_status on_photo_delete(struct request *r)
{
    return set_photo(r, NULL);
}

static enum kripa_status try_password_change(struct request *r, struct kripa_signed_in *in)
{
    return kripa_password_change(r->kripa, r->viewer, r->body, r->arena, in, r->err);
}

enum kripa_status sign_in_prove(struct request *r, sign_in_try *attempt,
                                struct kripa_signed_in *out)
{
    struct kripa_account *account;
    enum kripa_status status =
        kripa_account_get(r->kripa, r->viewer, r->viewer.user, r->arena, &account, r->err);
    if (status != KRIPA_OK)
        return status;
    return limits_sign_in(r, account->email ? account->email : "", r->viewer.session, attempt, out);
}

enum kripa_status on_password_change(struct request *r)
{
    const struct kripa_password_change *body = r->body;
    struct kripa_signed_in in;
    enum kripa_status status = sign_in_prove(r, try_password_change, &in);
    if (status != KRIPA_OK)
        return status;
    r->message = "the password was changed; every other session is over";
    return reply_signed_in(r, &in, body->refresh);
}

enum kripa_status on_retailer_request(struct request *r)
{
    struct kripa_account *account;
    enum kripa_status status =
        kripa_retailer_request(r->kripa, r->viewer, r->body, r->arena, &account, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the request was sent; the shop will answer it";
    return reply_record(r, account);
}
