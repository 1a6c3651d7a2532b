/* SPDX-License-Identifier: MIT
 * See curl.h. */
#include "curl.h"

#include <pthread.h>

#include "library.h"

#define LIBRARY "libcurl.so.4"

static struct kp_curl loaded;
static bool is_loaded;

static void load(void)
{
    CURLcode (*global_init)(long) = NULL;
    const struct kp_symbol symbols[] = {
        {"curl_global_init", (void **)&global_init},
        {"curl_easy_init", (void **)&loaded.easy_init},
        {"curl_easy_setopt", (void **)&loaded.easy_setopt},
        {"curl_easy_perform", (void **)&loaded.easy_perform},
        {"curl_easy_getinfo", (void **)&loaded.easy_getinfo},
        {"curl_easy_strerror", (void **)&loaded.easy_strerror},
        {"curl_easy_cleanup", (void **)&loaded.easy_cleanup},
        {"curl_mime_init", (void **)&loaded.mime_init},
        {"curl_mime_addpart", (void **)&loaded.mime_addpart},
        {"curl_mime_name", (void **)&loaded.mime_name},
        {"curl_mime_data", (void **)&loaded.mime_data},
        {"curl_mime_data_cb", (void **)&loaded.mime_data_cb},
        {"curl_mime_filename", (void **)&loaded.mime_filename},
        {"curl_mime_type", (void **)&loaded.mime_type},
        {"curl_mime_free", (void **)&loaded.mime_free},
    };
    is_loaded = kp_library_load(LIBRARY, symbols, sizeof symbols / sizeof *symbols) &&
                global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

enum kripa_status kp_curl(const struct kp_curl **out, struct kripa_error *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (!is_loaded)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "%s can't be loaded", LIBRARY);
    *out = &loaded;
    return KRIPA_OK;
}
