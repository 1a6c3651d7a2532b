/* SPDX-License-Identifier: MIT
 * Lanes: one queue and its workers each. */
#include "lanes.h"

#include <pthread.h>
#include <stdlib.h>

#define STACK_BYTES 262144

struct queue {
    const char *name;
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    struct lane_job *first, **last;
    int64_t count, count_max;
    bool closing;
    void (*run)(struct lane_job *job);
    pthread_t *threads;
    int64_t threads_count;
};
struct lanes {
    struct queue queues[LANE_COUNT]; /* that of LANE_INLINE stays empty */
};

static struct lane_job *take(struct queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    while (!queue->first && !queue->closing)
        pthread_cond_wait(&queue->filled, &queue->mutex);
    struct lane_job *job = queue->first;
    if (job) {
        queue->first = job->next;
        if (!queue->first)
            queue->last = &queue->first;
        queue->count--;
    }
    pthread_mutex_unlock(&queue->mutex);
    return job;
}

static void *work(void *ctx)
{
    struct queue *queue = ctx;
    struct lane_job *job;
    while ((job = take(queue)))
        queue->run(job);
    return NULL;
}

static bool start_thread(struct queue *queue)
{
    pthread_attr_t attr;
    pthread_attr_init(&attr);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    pthread_attr_setstacksize(&attr, STACK_BYTES);
#endif
    pthread_t *thread = &queue->threads[queue->threads_count];
    bool started = pthread_create(thread, &attr, work, queue) == 0;
    pthread_attr_destroy(&attr);
    if (started) {
        pthread_setname_np(*thread, queue->name);
        queue->threads_count++;
    }
    return started;
}

static bool open_queue(struct queue *queue, const char *name, int64_t threads, int64_t count_max,
                       void (*run)(struct lane_job *))
{
    queue->name = name;
    queue->count_max = count_max;
    queue->run = run;
    queue->threads = calloc((size_t)threads, sizeof *queue->threads);
    for (int64_t i = 0; queue->threads && i < threads; i++) {
        if (!start_thread(queue))
            return false;
    }
    return queue->threads;
}

struct lanes *lanes_open(const struct config *config, void (*run)(struct lane_job *job))
{
    struct lanes *lanes = calloc(1, sizeof *lanes);
    if (!lanes)
        return NULL;
    for (size_t i = 0; i < LANE_COUNT; i++) {
        pthread_mutex_init(&lanes->queues[i].mutex, NULL);
        pthread_cond_init(&lanes->queues[i].filled, NULL);
        lanes->queues[i].last = &lanes->queues[i].first;
    }
    struct queue *queues = lanes->queues;
    if (open_queue(&queues[LANE_STORE], "lane-store", config->store_threads, config->store_queue,
                   run) &&
        open_queue(&queues[LANE_WRITE], "lane-write", config->write_threads, config->write_queue,
                   run) &&
        open_queue(&queues[LANE_HASH], "lane-hash", config->hash_threads, config->hash_queue,
                   run) &&
        open_queue(&queues[LANE_SLOW], "lane-slow", config->slow_threads, config->slow_queue, run))
        return lanes;
    lanes_close(lanes);
    return NULL;
}

bool lanes_push(struct lanes *lanes, enum lane lane, struct lane_job *job)
{
    struct queue *queue = &lanes->queues[lane];
    pthread_mutex_lock(&queue->mutex);
    bool fits = queue->count < queue->count_max;
    if (fits) {
        job->next = NULL;
        *queue->last = job;
        queue->last = &job->next;
        queue->count++;
        pthread_cond_signal(&queue->filled);
    }
    pthread_mutex_unlock(&queue->mutex);
    return fits;
}

struct lane_job *lanes_take_waiting(struct lanes *lanes)
{
    struct lane_job *all = NULL;
    for (size_t i = 0; i < LANE_COUNT; i++) {
        struct queue *queue = &lanes->queues[i];
        pthread_mutex_lock(&queue->mutex);
        *queue->last = all;
        all = queue->first;
        queue->first = NULL;
        queue->last = &queue->first;
        queue->count = 0;
        pthread_mutex_unlock(&queue->mutex);
    }
    return all;
}

static void close_queue(struct queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->closing = true;
    pthread_cond_broadcast(&queue->filled);
    pthread_mutex_unlock(&queue->mutex);
    for (int64_t i = 0; i < queue->threads_count; i++)
        pthread_join(queue->threads[i], NULL);
    free(queue->threads);
    pthread_cond_destroy(&queue->filled);
    pthread_mutex_destroy(&queue->mutex);
}

void lanes_close(struct lanes *lanes)
{
    for (size_t i = 0; lanes && i < LANE_COUNT; i++)
        close_queue(&lanes->queues[i]);
    free(lanes);
}
