/* SPDX-License-Identifier: MIT
 * Each pool is a queue with its workers. */
#include "worker_pools.h"

#include <pthread.h>
#include <stdlib.h>

#define STACK_BYTES 262144

struct queue {
    const char *name;
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    struct pool_job *first, **last;
    int64_t count, count_max;
    bool closing;
    void (*run)(struct pool_job *job);
    pthread_t *threads;
    int64_t threads_count;
};
struct worker_pools {
    struct queue queues[POOL_COUNT]; /* that of POOL_INLINE is unused */
};

static struct pool_job *take(struct queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    while (!queue->first && !queue->closing)
        pthread_cond_wait(&queue->filled, &queue->mutex);
    struct pool_job *job = queue->first;
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
    struct pool_job *job;
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
                       void (*run)(struct pool_job *))
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

struct worker_pools *worker_pools_open(const struct config *config,
                                       void (*run)(struct pool_job *job))
{
    struct worker_pools *pools = calloc(1, sizeof *pools);
    if (!pools)
        return NULL;
    for (size_t i = 0; i < POOL_COUNT; i++) {
        pthread_mutex_init(&pools->queues[i].mutex, NULL);
        pthread_cond_init(&pools->queues[i].filled, NULL);
        pools->queues[i].last = &pools->queues[i].first;
    }
    struct queue *queues = pools->queues;
    if (open_queue(&queues[POOL_STORE], "pool-store", config->store_threads, config->store_queue,
                   run) &&
        open_queue(&queues[POOL_WRITE], "pool-write", config->write_threads, config->write_queue,
                   run) &&
        open_queue(&queues[POOL_HASH], "pool-hash", config->hash_threads, config->hash_queue,
                   run) &&
        open_queue(&queues[POOL_SLOW], "pool-slow", config->slow_threads, config->slow_queue,
                   run) &&
        open_queue(&queues[POOL_UPLOAD], "pool-upload", config->upload_threads,
                   config->upload_queue, run))
        return pools;
    worker_pools_close(pools);
    return NULL;
}

bool worker_pools_push(struct worker_pools *pools, enum pool pool, struct pool_job *job)
{
    struct queue *queue = &pools->queues[pool];
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

struct pool_job *worker_pools_take_waiting(struct worker_pools *pools)
{
    struct pool_job *all = NULL;
    for (size_t i = 0; i < POOL_COUNT; i++) {
        struct queue *queue = &pools->queues[i];
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

void worker_pools_close(struct worker_pools *pools)
{
    for (size_t i = 0; pools && i < POOL_COUNT; i++)
        close_queue(&pools->queues[i]);
    free(pools);
}
