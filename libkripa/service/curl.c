/* SPDX-License-Identifier: MIT
 * See curl.h. */
#include "curl.h"

#include <dlfcn.h>
#include <pthread.h>

#define LIBRARY "libcurl.so.4"

static struct kp_curl loaded;
static bool is_loaded;

/* POSIX wants a function's address to fit an object pointer; C says nothing of it. */
static bool find(void *library, const char *name, void *function)
{
    *(void **)function = dlsym(library, name);
    return *(void **)function != NULL;
}

static void load(void)
{
    CURLcode (*global_init)(long) = NULL;
    const struct {
        const char *name;
        void *function;
    } functions[] = {
        {"curl_global_init", &global_init},
        {"curl_easy_init", &loaded.easy_init},
        {"curl_easy_setopt", &loaded.easy_setopt},
        {"curl_easy_perform", &loaded.easy_perform},
        {"curl_easy_getinfo", &loaded.easy_getinfo},
        {"curl_easy_strerror", &loaded.easy_strerror},
        {"curl_easy_cleanup", &loaded.easy_cleanup},
        {"curl_mime_init", &loaded.mime_init},
        {"curl_mime_addpart", &loaded.mime_addpart},
        {"curl_mime_name", &loaded.mime_name},
        {"curl_mime_data", &loaded.mime_data},
        {"curl_mime_data_cb", &loaded.mime_data_cb},
        {"curl_mime_filename", &loaded.mime_filename},
        {"curl_mime_type", &loaded.mime_type},
        {"curl_mime_free", &loaded.mime_free},
    };
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    bool found = library != NULL;
    for (size_t i = 0; found && i < sizeof functions / sizeof *functions; i++)
        found = find(library, functions[i].name, functions[i].function);
    is_loaded = found && global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
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
