/*
 * Publisher and subscriber on libzmq, as PublisherProcess and SubscriberProcess are: two frames a message, the same high-water
 * marks and socket buffers as bus.d, a publisher that waits for room.
 *
 *   libzmq_peer publish PORT THREADS BYTES      libzmq_peer subscribe PORT THREADS BYTES
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

#define TOPIC "org.example.dev.bench.published"
#define FIRST 1000000000L
#define MAX_THREADS 64
#define HIGH_WATER_MARK 10000
#define BUFFER_BYTES (128 * 1024)
#define SILENCE_NANOS 3000000000L

static int port, threads, bytes;
static void *context;

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static int64_t cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000000L + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1000L;
}

static long resident(void) {
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f == NULL || fscanf(f, "%*s %ld", &pages) != 1) {
        exit(3);
    }
    fclose(f);
    return pages * sysconf(_SC_PAGESIZE);
}

static void check(int done, const char *what) {
    if (done < 0) {
        fprintf(stderr, "%s: %s\n", what, zmq_strerror(zmq_errno()));
        exit(3);
    }
}

static int compare(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t percentile(const uint32_t *sorted, long count, double p) {
    return count == 0 ? 0 : sorted[(long)(p * (count - 1))];
}

static void put(char *at, int64_t number) {
    char *end = at;
    while (*end >= '0' && *end <= '9') {
        end++;
    }
    while (end > at) {
        *--end = '0' + number % 10;
        number /= 10;
    }
}

struct sender {
    void *socket;
    char *first;
    size_t length;
    char *at, *n;
    long count;
    double rate;
    uint32_t *calls;
};

static struct sender senders[MAX_THREADS];

static void prepare(struct sender *s, int thread) {
    int on = 1, mark = HIGH_WATER_MARK, buffer = BUFFER_BYTES;
    char endpoint[64], body[1 << 20], frame[64];
    snprintf(endpoint, sizeof endpoint, "tcp://127.0.0.1:%d", port + thread);
    s->socket = zmq_socket(context, ZMQ_XPUB);
    check(zmq_setsockopt(s->socket, ZMQ_SNDHWM, &mark, sizeof mark), "ZMQ_SNDHWM");
    check(zmq_setsockopt(s->socket, ZMQ_XPUB_NODROP, &on, sizeof on), "ZMQ_XPUB_NODROP");
    check(zmq_setsockopt(s->socket, ZMQ_SNDBUF, &buffer, sizeof buffer), "ZMQ_SNDBUF");
    check(zmq_bind(s->socket, endpoint), endpoint);
    check(zmq_recv(s->socket, frame, sizeof frame, 0), "the subscription");
    int without = snprintf(body, sizeof body, "{\"at\":%ld,\"n\":%ld,\"pad\":\"\",\"thread\":%d}", (long)now(), FIRST, thread);
    int pad = bytes > without ? bytes - without : 0;
    char *padding = calloc(1, pad + 1);
    memset(padding, 'm', pad);
    s->first = malloc(bytes + 1024);
    s->length = sprintf(s->first,
        "{\"i\":1000000,\"msg\":{\"at\":%ld,\"n\":%ld,\"pad\":\"%s\",\"thread\":%d},"
        "\"msg_id\":\"2026-b1bd6a8a-29cc-4a09-b1ec-fb6a1ba0b9d2\",\"timestamp\":1764000000,"
        "\"topic\":\"" TOPIC "\",\"username\":\"%s\"}",
        (long)now(), FIRST, padding, thread, "root");
    free(padding);
    s->at = strstr(s->first, "\"at\":") + 5;
    s->n = strstr(s->first, "\"n\":") + 4;
}

static void *publish(void *argument) {
    struct sender *s = argument;
    int64_t begin = now();
    for (long n = 0; n < s->count; n++) {
        int64_t at = now();
        if (s->rate > 0) {
            int64_t due = begin + (int64_t)(n * 1e9 / s->rate);
            while (due - at > 20000) {
                struct timespec nap = {0, due - at < 999999999L ? due - at : 999999999L};
                nanosleep(&nap, NULL);
                at = now();
            }
        }
        put(s->at, at);
        put(s->n, FIRST + n);
        check(zmq_send(s->socket, TOPIC, sizeof TOPIC - 1, ZMQ_SNDMORE), "send");
        check(zmq_send(s->socket, s->first, s->length, 0), "send");
        s->calls[n] = (uint32_t)(now() - at);
    }
    return NULL;
}

static void publish_all(long count, double rate) {
    int64_t used = cpu(), start = now();
    pthread_t ids[MAX_THREADS];
    long each = count / threads;
    uint32_t *calls = malloc(sizeof(uint32_t) * (each * threads + 1));
    for (int t = 0; t < threads; t++) {
        senders[t].count = each;
        senders[t].rate = rate / threads;
        senders[t].calls = calls + t * each;
        pthread_create(&ids[t], NULL, publish, &senders[t]);
    }
    for (int t = 0; t < threads; t++) {
        pthread_join(ids[t], NULL);
    }
    int64_t end = now(), cost = cpu() - used;
    long all = each * threads;
    double sum = 0;
    for (long i = 0; i < all; i++) {
        sum += calls[i];
    }
    qsort(calls, all, sizeof(uint32_t), compare);
    printf("published=%ld startNanos=%ld endNanos=%ld cpuNanos=%ld residentBytes=%ld callMean=%f callP50=%u callP99=%u callP999=%u\n",
        all, (long)start, (long)end, (long)cost, resident(), sum / (all ? all : 1), percentile(calls, all, 0.5),
        percentile(calls, all, 0.99), percentile(calls, all, 0.999));
    free(calls);
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long received, missed, wrong, octets, expected[MAX_THREADS], last, capacity;
static uint32_t *took;

static void take(char *text, size_t length) {
    int64_t arrived = now();
    char *at = strstr(text, "\"at\":"), *n = at ? strstr(at, "\"n\":") : NULL;
    char *thread = n ? strstr(n, "\",\"thread\":") : NULL;
    pthread_mutex_lock(&lock);
    last = arrived;
    long t = thread ? atol(thread + 11) : -1;
    if (t < 0 || t >= MAX_THREADS) {
        wrong++;
    } else {
        long number = atol(n + 4) - FIRST;
        if (number < expected[t]) {
            wrong++;
        } else {
            if (received == capacity) {
                capacity = capacity ? 2 * capacity : 1 << 16;
                took = realloc(took, capacity * sizeof(uint32_t));
            }
            long long nanos = arrived - atoll(at + 5);
            took[received++] = nanos < 0 ? 0 : nanos > UINT32_MAX ? UINT32_MAX : (uint32_t)nanos;
            missed += number - expected[t];
            expected[t] = number + 1;
            octets += length;
        }
    }
    pthread_mutex_unlock(&lock);
}

static void *subscribe(void *argument) {
    (void)argument;
    int mark = HIGH_WATER_MARK, buffer = BUFFER_BYTES;
    void *socket = zmq_socket(context, ZMQ_SUB);
    check(zmq_setsockopt(socket, ZMQ_RCVHWM, &mark, sizeof mark), "ZMQ_RCVHWM");
    check(zmq_setsockopt(socket, ZMQ_RCVBUF, &buffer, sizeof buffer), "ZMQ_RCVBUF");
    check(zmq_setsockopt(socket, ZMQ_SUBSCRIBE, TOPIC, sizeof TOPIC - 1), "ZMQ_SUBSCRIBE");
    for (int t = 0; t < threads; t++) {
        char endpoint[64];
        snprintf(endpoint, sizeof endpoint, "tcp://127.0.0.1:%d", port + t);
        check(zmq_connect(socket, endpoint), endpoint);
    }
    char topic[256];
    char *text = malloc(bytes + 2048);
    for (;;) {
        check(zmq_recv(socket, topic, sizeof topic, 0), "receive");
        int length = zmq_recv(socket, text, bytes + 2047, 0);
        check(length, "receive");
        text[length] = 0;
        take(text, length);
    }
}

static long so_far(void) {
    pthread_mutex_lock(&lock);
    long sum = received + wrong;
    pthread_mutex_unlock(&lock);
    return sum;
}

static void await(long count) {
    int64_t silent = now();
    long before = -1, sum;
    while ((sum = so_far()) < count) {
        if (sum != before) {
            before = sum;
            silent = now();
        } else if (now() - silent > SILENCE_NANOS) {
            break;
        }
        usleep(1000);
    }
}

int main(int count, char **words) {
    if (count != 5) {
        fprintf(stderr, "usage: libzmq_peer publish|subscribe PORT THREADS BYTES\n");
        return 2;
    }
    port = atoi(words[2]);
    threads = atoi(words[3]);
    bytes = atoi(words[4]);
    context = zmq_ctx_new();
    int publishing = strcmp(words[1], "publish") == 0;
    if (publishing) {
        for (int t = 0; t < threads; t++) {
            prepare(&senders[t], t);
        }
    } else {
        pthread_t id;
        pthread_create(&id, NULL, subscribe, NULL);
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    printf("ready\n");
    char line[128];
    int64_t used = cpu();
    while (fgets(line, sizeof line, stdin)) {
        long messages = 0;
        double rate = 0;
        if (publishing) {
            sscanf(line, "publish %ld %lf", &messages, &rate);
            publish_all(messages, rate);
        } else if (strncmp(line, "clear", 5) == 0) {
            pthread_mutex_lock(&lock);
            received = missed = wrong = octets = 0;
            memset(expected, 0, sizeof expected);
            pthread_mutex_unlock(&lock);
            used = cpu();
            printf("cleared\n");
        } else {
            sscanf(line, "await %ld", &messages);
            await(messages);
            int64_t cost = cpu() - used;
            pthread_mutex_lock(&lock);
            qsort(took, received, sizeof(uint32_t), compare);
            printf("received=%ld missed=%ld wrong=%ld bytes=%ld lastNanos=%ld tookP50=%u tookP99=%u tookP999=%u cpuNanos=%ld residentBytes=%ld\n",
                received, missed, wrong, octets, last, percentile(took, received, 0.5), percentile(took, received, 0.99),
                percentile(took, received, 0.999), (long)cost, resident());
            pthread_mutex_unlock(&lock);
        }
    }
    if (publishing) {
        for (int t = 0; t < threads; t++) {
            zmq_close(senders[t].socket);
        }
        zmq_ctx_term(context);
    }
    return 0;
}
