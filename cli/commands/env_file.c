/* SPDX-License-Identifier: MIT
 * Writing the env file of a new shop. */
#include "env_file.h"
#include "cmd.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "output/print.h"

#define SQLITE     "sqlite:"
#define IN_MEMORY  "sqlite::memory:"
#define OWNER_ONLY 0600

/* Characters that a shell, or a program that reads the file as one does, needs no quotes for. */
#define PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:@%+,=?"

static const char *absolute(struct session *s, const char *path)
{
    char folder[PATH_MAX];
    if (*path == '/')
        return path;
    return getcwd(folder, sizeof folder) ? kripa_arena_format(&s->arena, "%s/%s", folder, path)
                                         : NULL;
}

static const char *absolute_store(struct session *s, const char *uri)
{
    size_t scheme = strlen(SQLITE);
    if (strncmp(uri, SQLITE, scheme) != 0)
        return uri;
    const char *path = absolute(s, uri + scheme);
    return path ? kripa_arena_format(&s->arena, SQLITE "%s", path) : NULL;
}

/* A file that exists already is fine when it names the same shop. */
static enum kripa_status inspect_existing(struct session *s, struct env_file *file)
{
    const char *store, *secret;
    enum kripa_status status = session_env_store(s, &store);
    if (status == KRIPA_OK)
        status = session_env(s, "JWT_SECRET", &secret);
    if (status != KRIPA_OK)
        return status;
    const char *named = store ? absolute_store(s, store) : "";
    if (!named)
        return session_no_memory(s);
    file->lacks_secret = !secret;
    if (strcmp(named, file->store) == 0)
        return KRIPA_OK;
    return kripa_fail(&s->error, KRIPA_EXISTS,
                      "%s is there already and names %s: it is left as it is, and no shop was "
                      "made. Take another --env-file, or the store it names",
                      file->path, store ? "another store" : "no store");
}

static enum kripa_status cannot_write(struct session *s, const char *path)
{
    int reason = errno;
    return kripa_fail(&s->error, reason == EACCES ? KRIPA_FORBIDDEN : KRIPA_NOT_FOUND,
                      "the env file %s can't be written: %s", path, strerror(reason));
}

static bool write_all(int fd, const char *text, size_t size)
{
    while (size > 0) {
        ssize_t written = write(fd, text, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        text += written;
        size -= (size_t)written;
    }
    return fsync(fd) == 0;
}

static enum kripa_status write_new(struct session *s, struct env_file *file)
{
    char secret[KRIPA_SECRET_TEXT_SIZE];
    enum kripa_status status = kripa_secret_new(secret, &s->error);
    if (status != KRIPA_OK)
        return status;
    const char *quote = file->store[strspn(file->store, PLAIN)] ? "'" : "";
    char *text = kripa_arena_format(
        &s->arena,
        "# The shop's settings, for kripad and kripactl; kripad --help names all of them.\n"
        "KRIPA_STORE=%s%s%s\n"
        "JWT_SECRET=%s\n",
        quote, file->store, quote, secret);
    explicit_bzero(secret, sizeof secret);
    if (!text)
        return session_no_memory(s);
    int fd = open(file->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, OWNER_ONLY);
    if (fd < 0)
        return cannot_write(s, file->path);
    file->made = true;
    bool written = write_all(fd, text, strlen(text));
    explicit_bzero(text, strlen(text));
    if (!written)
        status = cannot_write(s, file->path);
    close(fd);
    return status;
}

enum kripa_status env_file_make(struct session *s, struct env_file *out)
{
    *out = (struct env_file){0};
    if (!s->env_file)
        return KRIPA_OK;
    if (strcmp(s->store_uri, IN_MEMORY) == 0)
        return kripa_fail_field(&s->error, KRIPA_INVALID, "--store",
                                "a shop in memory is gone when this command ends: name a file");
    out->store = absolute_store(s, s->store_uri);
    out->path = absolute(s, s->env_file);
    if (!out->store || !out->path)
        return session_no_memory(s);
    if (strchr(out->store, '\'') || strchr(out->store, '\n'))
        return kripa_fail_field(&s->error, KRIPA_INVALID, "--store",
                                "holds a quote or a line end, which no env file can hold");
    if (access(out->path, F_OK) == 0)
        return inspect_existing(s, out);
    enum kripa_status status = s->options->dry_run ? KRIPA_OK : write_new(s, out);
    if (status != KRIPA_OK)
        env_file_undo(out);
    return status;
}

void env_file_undo(const struct env_file *file)
{
    if (file->made)
        unlink(file->path);
}

enum kripa_status env_file_tell(struct session *s, const struct env_file *file)
{
    enum kripa_status status = KRIPA_OK;
    if (!file->path || s->options->dry_run)
        return status;
    if (file->made)
        status = print_sentence(s, "Wrote %s: the store and a new secret, for kripad and kripactl.",
                                file->path);
    else if (file->lacks_secret)
        status = print_sentence(s,
                                "%s is as it was; it lacks a secret: "
                                "echo \"JWT_SECRET=$(kripactl secret new)\" >> %s",
                                file->path, file->path);
    if (status == KRIPA_OK)
        status = print_sentence(s, "Next: export KRIPA_ENV_FILE=%s, then kripad", file->path);
    return status;
}
