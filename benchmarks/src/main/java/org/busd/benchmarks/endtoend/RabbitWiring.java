package org.busd.benchmarks.endtoend;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** RabbitMQ: a topic exchange, transient messages, a queue of the subscriber's own, no acknowledgements; a channel a thread. */
final class RabbitWiring implements Wiring {
    private static final String EXCHANGE = "bench";
    private static final Duration STARTING = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 200;

    private final Connection connection;
    private final int bytes;

    RabbitWiring(int port, int bytes) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        this.connection = connection(factory);
        this.bytes = bytes;
    }

    /** The server takes connections at its port some time before it serves them. */
    private static Connection connection(ConnectionFactory factory) throws Exception {
        long deadline = System.nanoTime() + STARTING.toNanos();
        while (true) {
            try {
                return factory.newConnection();
            } catch (IOException | TimeoutException e) {
                if (deadline - System.nanoTime() < 0) {
                    throw e;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }

    private Channel channel() throws Exception {
        Channel channel = connection.createChannel();
        var ignored = channel.exchangeDeclare(EXCHANGE, "topic");
        return channel;
    }

    @Override
    public Sender sender(int thread) throws Exception {
        Channel channel = channel();
        AMQP.BasicProperties properties = new AMQP.BasicProperties();
        ObjectWriter writer = JsonMapper.builder().build().writer();
        Bodies bodies = new Bodies(bytes, thread);
        return new Sender() {
            @Override
            public void publish(long at, long n) throws Exception {
                channel.basicPublish(
                        EXCHANGE, Envelopes.TOPIC, properties, writer.writeValueAsBytes(bodies.object(at, n)));
            }

            @Override
            public void close() throws Exception {
                channel.close();
            }
        };
    }

    @Override
    public void subscribe(Tally tally) throws Exception {
        Channel channel = channel();
        String queue = channel.queueDeclare().getQueue();
        var ignored = channel.queueBind(queue, EXCHANGE, Envelopes.TOPIC);
        DefaultConsumer consumer = new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                tally.take(body);
            }
        };
        consume(channel, queue, consumer);
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }

    private static void consume(Channel channel, String queue, DefaultConsumer consumer) throws IOException {
        String ignored = channel.basicConsume(queue, true, consumer);
    }
}
