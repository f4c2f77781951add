package org.busd.snippets;

// snippet: quick-start
import java.time.Duration;
import java.util.Map;
import org.busd.Bus;
import org.busd.Message;
import org.busd.Subscription;

public class Hello {
    public static void main(String[] args) throws InterruptedException {
        try (Subscription greetings = Bus.subscribe("*.greeting")) {
            Bus.publish("greeting", Map.of("text", "hello, world"));
            Message message = greetings.poll(Duration.ofSeconds(10)).orElseThrow();
            System.out.println(message.topic() + " " + message.body());
        }
    }
}
// end
