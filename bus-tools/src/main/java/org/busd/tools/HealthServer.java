package org.busd.tools;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.busd.config.Endpoint;

/**
 * Answers HTTP on the state of a service: {@code /live} and {@code /ready} with 200 or 503, {@code /metrics} in
 * Prometheus' text format. It listens where it is told, nowhere else. Thread-safe.
 */
final class HealthServer implements AutoCloseable {

    /** There while they are needed: one waits for each client that is slow to ask. */
    private static final int THREADS = 16;
    /** Requests that wait to be answered; further ones are closed. */
    private static final int WAITING = 16;
    /** A client that is slower than this to send its request, or to take its answer, is not waited for. */
    private static final String MAX_SECONDS = "2";

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private record Answer(int status, String type, String body) {}

    private HealthServer(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts it.
     *
     * @param address {@code http://host:port}; a host that stands for all interfaces binds them
     * @throws FailedException if the port is taken, or the address is not this host's
     */
    static HealthServer start(URI address, Supplier<Health> health) {
        // The JDK's server reads these when its class is loaded.
        System.setProperty("sun.net.httpserver.maxReqTime", MAX_SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", MAX_SECONDS);
        HttpServer server;
        try {
            server = HttpServer.create(socketAddress(endpoint(address)), WAITING);
        } catch (IOException e) {
            throw new FailedException("cannot bind " + address + " (bus.monitoring.http): " + e.getMessage());
        }
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), HealthServer::thread);
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
        answer(server, "/live", () -> state(health.get().live()));
        answer(server, "/ready", () -> state(health.get().ready()));
        answer(server, "/metrics", () -> new Answer(OK, MetricsPage.CONTENT_TYPE, MetricsPage.of(health.get())));
        server.start();
        return new HealthServer(server, threads);
    }

    /** Whether everybody who reaches this host can ask. */
    static boolean isOpenToOthers(URI address) {
        return !endpoint(address).isLoopback();
    }

    private static Endpoint endpoint(URI address) {
        return Endpoint.parse("tcp" + address.toString().substring("http".length()))
                .get(0);
    }

    private static InetSocketAddress socketAddress(Endpoint endpoint) throws IOException {
        return endpoint.isWildcard()
                ? new InetSocketAddress(endpoint.port())
                : new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
    }

    private static Answer state(boolean good) {
        return good ? new Answer(OK, TEXT, "yes\n") : new Answer(UNAVAILABLE, TEXT, "no\n");
    }

    private static void answer(HttpServer server, String path, Supplier<Answer> answers) {
        var ignored = server.createContext(path, exchange -> {
            try (exchange) {
                send(exchange, answer(exchange, path, answers));
            }
        });
    }

    private static Answer answer(HttpExchange exchange, String path, Supplier<Answer> answers) {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            return new Answer(NOT_FOUND, TEXT, "there are /live, /ready and /metrics\n");
        }
        if (!isReading(exchange)) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return new Answer(NOT_ALLOWED, TEXT, "GET it\n");
        }
        return answers.get();
    }

    private static boolean isReading(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("GET") || isHead(exchange);
    }

    private static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        if (isHead(exchange)) {
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "bus-http");
        thread.setDaemon(true);
        return thread;
    }

    /** Answers nobody any more; does not wait for those who are being answered. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
