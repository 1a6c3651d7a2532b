/* SPDX-License-Identifier: MIT
 * See cloudinary.h. The name of a file follows from its bytes, and storing it again replaces it,
 * so a request that got no answer can be repeated. */
#include "cloudinary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json_foreign.h"
#include "base/status.h"
#include "cloudinary_account.h"
#include "post.h"
#include "secret.h"

#define PARAMS_MAX     8
#define TIME_TEXT_SIZE 24

struct cloudinary {
    struct kp_depot depot;
    struct kp_cloudinary_account account;
};

static const struct kp_cloudinary_account *account_of(const struct kp_depot *depot)
{
    return &((const struct cloudinary *)depot)->account;
}

static enum kripa_status refused(const char *what, const char *why, struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_UNAVAILABLE, "Cloudinary %s: %s", what, why);
}

/* One request: a form that is sent by POST. */
struct request {
    const struct kp_cloudinary_account *account;
    const char *action, *what; /* action: "upload"; what: "did not take the picture", for errors */
    struct kp_cloudinary_param params[PARAMS_MAX];
    size_t count;
    const struct kp_depot_file *file; /* NULL: none */
    struct kripa_arena arena;
    struct kp_post_answer answer;
    char time[TIME_TEXT_SIZE], signature[KP_CLOUDINARY_SIGNATURE_MAX];
};

static void begin(struct request *request, const struct kp_depot *depot, const char *public_id)
{
    request->account = account_of(depot);
    snprintf(request->time, sizeof request->time, "%lld", (long long)time(NULL));
    request->params[0] = (struct kp_cloudinary_param){"public_id", public_id};
    request->params[1] = (struct kp_cloudinary_param){"timestamp", request->time};
    request->params[2] = (struct kp_cloudinary_param){"invalidate", "1"};
    request->count = 3;
}

static void add_part(struct kp_post *post, const char *name, const char *text)
{
    post->parts[post->count++] = (struct kp_post_part){.name = name, .text = text, .fd = -1};
}

/* The file is the last part of the form, as Cloudinary's own libraries send it. */
static void fill(struct request *request, struct kp_post *post)
{
    for (size_t i = 0; i < request->count; i++)
        add_part(post, request->params[i].name, request->params[i].value);
    add_part(post, "api_key", request->account->api_key);
    add_part(post, "signature", request->signature);
    const struct kp_depot_file *file = request->file;
    if (file)
        post->parts[post->count++] = (struct kp_post_part){.name = "file",
                                                           .fd = file->fd,
                                                           .size = file->size,
                                                           .file_name = "picture",
                                                           .type = file->type};
}

/* Only the message of a 400 is passed on: other messages quote the text that was signed. */
static enum kripa_status check_status(struct request *request, struct kripa_error *err)
{
    const struct kp_post_answer *answer = &request->answer;
    if (answer->http_status == 200)
        return KRIPA_OK;
    const char *said =
        answer->http_status == 400
            ? kp_json_foreign_text(&request->arena, answer->text, answer->size, "error", "message")
            : NULL;
    return kripa_fail(err, KRIPA_UNAVAILABLE, "Cloudinary %s: HTTP %lld%s%.120s", request->what,
                      (long long)answer->http_status, said ? ", " : "", said ? said : "");
}

static enum kripa_status ask(struct request *request, struct kripa_error *err)
{
    const struct kp_cloudinary_account *account = request->account;
    struct kripa_error problem = {0};
    struct kp_post post = {.timeout_ms = account->timeout_ms};
    post.url = kripa_arena_format(&request->arena, "%s/v1_1/%s/image/%s", account->prefix,
                                  account->cloud_name, request->action);
    if (!post.url ||
        !kp_cloudinary_sign(account, 2, request->params, request->count, request->signature))
        return kp_no_memory(err);
    fill(request, &post);
    enum kripa_status status = kp_post(&post, &request->arena, &request->answer, &problem);
    if (status == KRIPA_UNAVAILABLE)
        return refused(request->what, problem.message, err);
    return status == KRIPA_OK ? check_status(request, err)
                              : kripa_fail(err, status, "%s", problem.message);
}

static const char *said(struct request *request, const char *member)
{
    return kp_json_foreign_text(&request->arena, request->answer.text, request->answer.size, NULL,
                                member);
}

/* An answer is accepted only if it is signed and names this picture. */
static enum kripa_status read_upload(struct request *request, const char *public_id,
                                     char url[KRIPA_URL_MAX + 1], struct kripa_error *err)
{
    char expected[KP_CLOUDINARY_SIGNATURE_MAX];
    const char *version = said(request, "version"), *signature = said(request, "signature");
    const char *named = said(request, "public_id"), *secure_url = said(request, "secure_url");
    if (!version || !signature || !named || !secure_url)
        return refused(request->what, "its answer is not understood", err);
    struct kp_cloudinary_param params[] = {{"public_id", named}, {"version", version}};
    if (!kp_cloudinary_sign(request->account, 1, params, 2, expected))
        return kp_no_memory(err);
    size_t size = strlen(expected);
    if (strlen(signature) != size || !kp_secret_equal(signature, expected, size))
        return refused(request->what, "its answer has a wrong signature", err);
    if (strcmp(named, public_id) != 0)
        return refused(request->what, "its answer speaks of another picture", err);
    if (strlen(secure_url) > KRIPA_URL_MAX || strncmp(secure_url, "https://", 8) != 0)
        return refused(request->what, "its answer has no usable URL", err);
    memcpy(url, secure_url, strlen(secure_url) + 1);
    return KRIPA_OK;
}

static enum kripa_status put(struct kp_depot *depot, const char *public_id,
                             const struct kp_depot_file *file, char url[KRIPA_URL_MAX + 1],
                             struct kripa_error *err)
{
    struct request request = {.action = "upload", .what = "did not take the picture", .file = file};
    begin(&request, depot, public_id);
    request.params[request.count++] = (struct kp_cloudinary_param){"overwrite", "1"};
    enum kripa_status status = ask(&request, err);
    if (status == KRIPA_OK)
        status = read_upload(&request, public_id, url, err);
    kripa_arena_clear(&request.arena);
    return status;
}

static enum kripa_status read_removal(struct request *request, struct kripa_error *err)
{
    const char *result = said(request, "result");
    if (result && (strcmp(result, "ok") == 0 || strcmp(result, "not found") == 0))
        return KRIPA_OK;
    return refused(request->what, "its answer is not understood", err);
}

static enum kripa_status remove_picture(struct kp_depot *depot, const char *public_id,
                                        struct kripa_error *err)
{
    struct request request = {.action = "destroy", .what = "did not remove the picture"};
    begin(&request, depot, public_id);
    enum kripa_status status = ask(&request, err);
    if (status == KRIPA_OK)
        status = read_removal(&request, err);
    kripa_arena_clear(&request.arena);
    return status;
}

static void close_depot(struct kp_depot *depot)
{
    struct cloudinary *cloudinary = (struct cloudinary *)depot;
    explicit_bzero(&cloudinary->account, sizeof cloudinary->account);
    free(cloudinary);
}

static const struct kp_depot_ops ops = {
    .put = put,
    .remove = remove_picture,
    .close = close_depot,
};

enum kripa_status kp_cloudinary_create(const struct kripa_cloudinary *config, struct kp_depot **out,
                                       struct kripa_error *err)
{
    struct cloudinary *made = calloc(1, sizeof *made);
    if (!made)
        return kp_no_memory(err);
    bool set;
    enum kripa_status status = kp_cloudinary_account(config, &made->account, &set, err);
    if (status != KRIPA_OK || !set) {
        free(made);
        return status;
    }
    made->depot = (struct kp_depot){&ops, "cloudinary"};
    *out = &made->depot;
    return KRIPA_OK;
}
