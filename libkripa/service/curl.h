/* SPDX-License-Identifier: MIT
 * The functions of libcurl that are used. libcurl is loaded at the first request, since with the
 * thirty libraries that it needs it would double the time that kripactl takes to start. */
#ifndef KP_CURL_H
#define KP_CURL_H

#include <curl/curl.h>

#include <kripa/status.h>

struct kp_curl {
    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_perform)(CURL *);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    const char *(*easy_strerror)(CURLcode);
    void (*easy_cleanup)(CURL *);
    curl_mime *(*mime_init)(CURL *);
    curl_mimepart *(*mime_addpart)(curl_mime *);
    CURLcode (*mime_name)(curl_mimepart *, const char *);
    CURLcode (*mime_data)(curl_mimepart *, const char *, size_t);
    CURLcode (*mime_data_cb)(curl_mimepart *, curl_off_t, curl_read_callback, curl_seek_callback,
                             curl_free_callback, void *);
    CURLcode (*mime_filename)(curl_mimepart *, const char *);
    CURLcode (*mime_type)(curl_mimepart *, const char *);
    void (*mime_free)(curl_mime *);
};

/* UNAVAILABLE: the library is not installed. It stays loaded until the process ends. */
enum kripa_status kp_curl(const struct kp_curl **out, struct kripa_error *err);

#endif
