/* SPDX-License-Identifier: MIT
 * See post.h. */
#include "post.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/status.h"
#include "curl.h"

#define CONNECT_TIMEOUT_MS 5000

struct posting {
    const struct kp_curl *curl;
    struct kripa_arena *arena;
    CURL *easy;
    curl_mime *form;
    char *answer;
    size_t size;
    bool too_long;
};

/* One part's file, as far as it was sent. */
struct sending {
    int fd;
    int64_t at, size;
};

/* After "http://127.0.0.1:" there is a port alone: "1@example.in" would be another host. */
static bool is_port(const char *text)
{
    size_t size = strspn(text, "0123456789");
    return size > 0 && (text[size] == '\0' || text[size] == '/');
}

bool kp_post_may(const char *url)
{
    static const char *const here[] = {"http://127.0.0.1:", "http://[::1]:"};
    for (size_t i = 0; i < sizeof here / sizeof *here; i++)
        if (strncasecmp(url, here[i], strlen(here[i])) == 0)
            return is_port(url + strlen(here[i]));
    return strncasecmp(url, "https://", strlen("https://")) == 0;
}

static size_t take_answer(char *bytes, size_t one, size_t count, void *ctx)
{
    struct posting *posting = ctx;
    size_t size = one * count;
    posting->too_long = size > KP_POST_ANSWER_MAX - posting->size;
    if (posting->too_long)
        return 0;
    memcpy(posting->answer + posting->size, bytes, size);
    posting->size += size;
    return size;
}

static size_t read_file(char *to, size_t one, size_t count, void *ctx)
{
    struct sending *sending = ctx;
    int64_t left = sending->size - sending->at, room = (int64_t)(one * count);
    ssize_t got = pread(sending->fd, to, (size_t)(room < left ? room : left), sending->at);
    if (got < 0 || (got == 0 && left > 0))
        return CURL_READFUNC_ABORT;
    sending->at += got;
    return (size_t)got;
}

static int seek_file(void *ctx, curl_off_t at, int from)
{
    struct sending *sending = ctx;
    if (from != SEEK_SET || at < 0 || at > sending->size)
        return CURL_SEEKFUNC_FAIL;
    sending->at = at;
    return CURL_SEEKFUNC_OK;
}

static bool add_file(const struct posting *posting, curl_mimepart *part,
                     const struct kp_post_part *file)
{
    const struct kp_curl *curl = posting->curl;
    struct sending *sending = kripa_arena_alloc(posting->arena, sizeof *sending, 1);
    if (!sending)
        return false;
    *sending = (struct sending){file->fd, 0, file->size};
    return curl->mime_data_cb(part, file->size, read_file, seek_file, NULL, sending) == CURLE_OK &&
           curl->mime_filename(part, file->file_name) == CURLE_OK &&
           curl->mime_type(part, file->type) == CURLE_OK;
}

static bool add_parts(const struct posting *posting, const struct kp_post *post)
{
    const struct kp_curl *curl = posting->curl;
    bool added = posting->form != NULL;
    for (size_t i = 0; added && i < post->count; i++) {
        const struct kp_post_part *from = &post->parts[i];
        curl_mimepart *part = curl->mime_addpart(posting->form);
        added = part && curl->mime_name(part, from->name) == CURLE_OK;
        if (added && from->text)
            added = curl->mime_data(part, from->text, CURL_ZERO_TERMINATED) == CURLE_OK;
        else if (added)
            added = add_file(posting, part, from);
    }
    return added;
}

/* No redirection is followed: what is signed goes to the server that it was signed for. */
static bool prepare(const struct posting *posting, const struct kp_post *post)
{
    const struct kp_curl *curl = posting->curl;
    CURL *easy = posting->easy;
    return curl->easy_setopt(easy, CURLOPT_URL, post->url) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_TIMEOUT_MS) ==
               CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)post->timeout_ms) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_answer) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_WRITEDATA, posting) == CURLE_OK &&
           curl->easy_setopt(easy, CURLOPT_MIMEPOST, posting->form) == CURLE_OK;
}

static enum kripa_status perform(struct posting *posting, struct kp_post_answer *out,
                                 struct kripa_error *err)
{
    const struct kp_curl *curl = posting->curl;
    long http_status = 0;
    CURLcode code = curl->easy_perform(posting->easy);
    if (posting->too_long)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "the answer is longer than %d bytes",
                          KP_POST_ANSWER_MAX);
    if (code != CURLE_OK)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "%s", curl->easy_strerror(code));
    curl->easy_getinfo(posting->easy, CURLINFO_RESPONSE_CODE, &http_status);
    out->http_status = http_status;
    out->size = posting->size;
    return KRIPA_OK;
}

enum kripa_status kp_post(const struct kp_post *post, struct kripa_arena *arena,
                          struct kp_post_answer *out, struct kripa_error *err)
{
    struct posting posting = {.arena = arena,
                              .answer = kripa_arena_alloc(arena, 1, KP_POST_ANSWER_MAX)};
    if (!posting.answer)
        return kp_no_memory(err);
    if (!kp_post_may(post->url))
        return kripa_fail(err, KRIPA_UNAVAILABLE, "its address is not https");
    enum kripa_status status = kp_curl(&posting.curl, err);
    if (status != KRIPA_OK)
        return status;
    posting.easy = posting.curl->easy_init();
    posting.form = posting.easy ? posting.curl->mime_init(posting.easy) : NULL;
    *out = (struct kp_post_answer){.text = posting.answer};
    if (add_parts(&posting, post) && prepare(&posting, post))
        status = perform(&posting, out, err);
    else
        status = kp_no_memory(err);
    if (posting.form)
        posting.curl->mime_free(posting.form);
    if (posting.easy)
        posting.curl->easy_cleanup(posting.easy);
    return status;
}
