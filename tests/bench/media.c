/* SPDX-License-Identifier: MIT
 * kripad beside nginx, both on the same picture of 5 MiB, over 8 connections. Load comes from wrk.
 * Usage: media [seconds of one measurement] */
#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon.h"
#include "form_body.h"
#include "http.h"
#include "large_jpeg.h"
#include "shop.h"
#include "wrk.h"

#define CONNECTIONS 8
#define ROUNDS      5
#define WANTED      0.7

struct media {
    struct shop shop;
    struct daemon *kripad;
    pid_t nginx;
    char path[200], nginx_url[64];
    unsigned seconds;
};

static FILE *create(struct media *media, const char *name)
{
    FILE *file =
        fopen(kripa_arena_format(&media->shop.arena, "%s/%s", media->shop.store.folder, name), "w");
    if (!file)
        exit(2);
    return file;
}

/* Starts kripad and uploads the picture as a category's logo. */
static void start_kripad(struct media *media, const char *picture)
{
    static const char *const headers[] = {FORM_HEADER, NULL};
    const char *folder =
        kripa_arena_format(&media->shop.arena, "MEDIA_DIR=%s/pictures", media->shop.store.folder);
    const char *token = shop_token(&media->shop, "owner", KRIPA_ROLE_ADMIN);
    media->kripad =
        daemon_start(media->shop.store.uri, SHOP_JWT_SECRET,
                     (const char *const[]){folder, "PUBLIC_URL=http://shop.example", NULL});
    struct http *http = http_open(daemon_url(media->kripad));
    struct form_body form = {NULL, 0};
    form_field(&form, "name", "Lamps");
    form_file(&form, "logo", "logo.jpg", picture, KRIPA_MEDIA_BYTES_MAX);
    form_close(&form);
    const struct http_answer *answer =
        http_ask(http, (struct http_request){.method = "POST",
                                             .path = "/api/categories",
                                             .token = token,
                                             .body = form.at,
                                             .body_size = form.size,
                                             .headers = headers});
    const char *url =
        json_string_value(json_object_get(json_object_get(answer->json, "data"), "logo"));
    if (!url) {
        fprintf(stderr, "the picture is not taken: %ld %s\n", answer->status, answer->body);
        exit(2);
    }
    snprintf(media->path, sizeof media->path, "%s", url + strlen("http://shop.example"));
    form_clear(&form);
    http_close(http);
}

static int free_port(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, size) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &size) != 0)
        exit(2);
    close(fd);
    return ntohs(at.sin_port);
}

static void write_nginx_files(struct media *media, const char *picture, int port)
{
    const char *folder = media->shop.store.folder;
    FILE *file = create(media, "picture.jpg");
    fwrite(picture, 1, KRIPA_MEDIA_BYTES_MAX, file);
    fclose(file);
    FILE *config = create(media, "nginx.conf");
    fprintf(config,
            "daemon off; master_process off; pid %s/nginx.pid; error_log stderr error;\n"
            "events { worker_connections 64; }\n"
            "http { access_log off; sendfile on; keepalive_requests 1000000;\n"
            "client_body_temp_path %s/n1; proxy_temp_path %s/n2; fastcgi_temp_path %s/n3;\n"
            "scgi_temp_path %s/n4; uwsgi_temp_path %s/n5;\n"
            "server { listen 127.0.0.1:%d; root %s; } }\n",
            folder, folder, folder, folder, folder, folder, port, folder);
    fclose(config);
}

static void start_nginx(struct media *media, const char *picture)
{
    int port = free_port();
    write_nginx_files(media, picture, port);
    chmod(media->shop.store.folder, 0755);
    snprintf(media->nginx_url, sizeof media->nginx_url, "http://127.0.0.1:%d", port);
    media->nginx = fork();
    if (media->nginx == 0) {
        const char *config =
            kripa_arena_format(&media->shop.arena, "%s/nginx.conf", media->shop.store.folder);
        execlp("nginx", "nginx", "-c", config, (char *)NULL);
        perror("nginx (Debian: nginx-light)");
        _exit(127);
    }
    sleep(1);
}

static double rate(struct media *media, const char *base, const char *path)
{
    char lua[WRK_PATH_SIZE];
    FILE *script = wrk_script(media->shop.store.folder, "media", lua);
    fprintf(script, "function request() return wrk.format('GET', '%s') end\n", path);
    fclose(script);
    return wrk_rate(base, lua, CONNECTIONS, media->seconds);
}

static void measure(struct media *media)
{
    double ours[ROUNDS], theirs[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++) {
        ours[i] = rate(media, daemon_url(media->kripad), media->path);
        theirs[i] = rate(media, media->nginx_url, "/picture.jpg");
    }
    double kripad = wrk_median(ours, ROUNDS), nginx = wrk_median(theirs, ROUNDS);
    printf("%-36s %10s %10s %7s %7s\n", "5 MiB files a second, 8 connections", "kripad", "nginx",
           "ratio", "wanted");
    printf("%-36s %10.0f %10.0f %7.2f %7.2f\n", media->path + strlen(media->path) - 20, kripad,
           nginx, kripad / nginx, WANTED);
}

int main(int argc, char **argv)
{
    struct media media = {.seconds = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 3};
    char *picture = large_jpeg(KRIPA_MEDIA_BYTES_MAX, 1);
    shop_open(&media.shop, .place = SHOP_SHARED, .clock_runs = true);
    start_kripad(&media, picture);
    start_nginx(&media, picture);
    measure(&media);
    kill(media.nginx, SIGTERM);
    waitpid(media.nginx, NULL, 0);
    daemon_stop(media.kripad);
    shop_close(&media.shop);
    free(picture);
    return EXIT_SUCCESS;
}
