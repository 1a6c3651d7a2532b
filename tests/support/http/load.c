/* SPDX-License-Identifier: MIT
 * See load.h. */
#include "load.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TIMEOUT_MS 60000

struct slot {
    CURL *easy;
    char base[64];
    struct curl_slist *headers;
    struct load_request *request;
};
struct load {
    CURLM *multi;
    struct slot *slots;
    size_t parallel;
};

struct load *load_create(const char *const *base_urls, size_t servers, size_t parallel)
{
    struct load *load = calloc(1, sizeof *load);
    struct slot *slots = calloc(parallel, sizeof *slots);
    if (!load || !slots)
        abort();
    load->multi = curl_multi_init();
    curl_multi_setopt(load->multi, CURLMOPT_MAXCONNECTS, (long)parallel * 2);
    load->slots = slots;
    load->parallel = parallel;
    for (size_t i = 0; i < parallel; i++) {
        slots[i].easy = curl_easy_init();
        snprintf(slots[i].base, sizeof slots[i].base, "%s", base_urls[i % servers]);
    }
    return load;
}

void load_free(struct load *load)
{
    for (size_t i = 0; i < load->parallel; i++)
        curl_easy_cleanup(load->slots[i].easy);
    curl_multi_cleanup(load->multi);
    free(load->slots);
    free(load);
}

static size_t keep(char *data, size_t size, size_t count, void *ctx)
{
    struct load_request *request = ctx;
    size_t more = size * count;
    char *reply = realloc(request->reply, request->reply_size + more + 1);
    if (!reply)
        return 0;
    memcpy(reply + request->reply_size, data, more);
    request->reply = reply;
    request->reply_size += more;
    reply[request->reply_size] = '\0';
    return more;
}

static void add_header(struct slot *slot, const char *format, const char *value)
{
    char line[2048];
    snprintf(line, sizeof line, format, value);
    slot->headers = curl_slist_append(slot->headers, line);
}

static void prepare(struct slot *slot, struct load_request *request)
{
    char url[1024];
    snprintf(url, sizeof url, "%s%s", slot->base, request->path);
    curl_easy_reset(slot->easy);
    slot->request = request;
    slot->headers = NULL;
    add_header(slot, "Content-Type: %s", "application/json");
    add_header(slot, "Expect:%s", "");
    if (request->token)
        add_header(slot, "Authorization: Bearer %s", request->token);
    if (request->key)
        add_header(slot, "Idempotency-Key: %s", request->key);
    curl_easy_setopt(slot->easy, CURLOPT_URL, url);
    curl_easy_setopt(slot->easy, CURLOPT_CUSTOMREQUEST, request->method);
    if (request->body)
        curl_easy_setopt(slot->easy, CURLOPT_COPYPOSTFIELDS, request->body);
    curl_easy_setopt(slot->easy, CURLOPT_HTTPHEADER, slot->headers);
    curl_easy_setopt(slot->easy, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(slot->easy, CURLOPT_WRITEDATA, request);
    curl_easy_setopt(slot->easy, CURLOPT_PRIVATE, slot);
    curl_easy_setopt(slot->easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(slot->easy, CURLOPT_TIMEOUT_MS, (long)TIMEOUT_MS);
}

/* An answer that broke off is no answer. */
static void finish(struct slot *slot, CURLcode result)
{
    if (result == CURLE_OK)
        curl_easy_getinfo(slot->easy, CURLINFO_RESPONSE_CODE, &slot->request->status);
    else
        slot->request->status = 0;
    curl_slist_free_all(slot->headers);
    slot->request = NULL;
}

static size_t finish_ready(struct load *load, struct load_request *requests, size_t count,
                           size_t *next)
{
    size_t finished = 0;
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(load->multi, &left));) {
        if (message->msg != CURLMSG_DONE)
            continue;
        struct slot *slot;
        CURLcode result = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &slot);
        curl_multi_remove_handle(load->multi, slot->easy);
        finish(slot, result);
        finished++;
        if (*next < count) {
            prepare(slot, &requests[(*next)++]);
            curl_multi_add_handle(load->multi, slot->easy);
        }
    }
    return finished;
}

void load_run(struct load *load, struct load_request *requests, size_t count)
{
    size_t next = 0, done = 0;
    for (size_t i = 0; i < load->parallel && next < count; i++) {
        prepare(&load->slots[i], &requests[next++]);
        curl_multi_add_handle(load->multi, load->slots[i].easy);
    }
    while (done < count) {
        int running;
        curl_multi_perform(load->multi, &running);
        done += finish_ready(load, requests, count, &next);
        if (done < count)
            curl_multi_poll(load->multi, NULL, 0, 100, NULL);
    }
}

long load_one(struct load *load, struct load_request *request)
{
    load_run(load, request, 1);
    return request->status;
}

void load_clear(struct load_request *requests, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(requests[i].reply);
        requests[i].reply = NULL;
        requests[i].reply_size = 0;
        requests[i].status = 0;
    }
}
