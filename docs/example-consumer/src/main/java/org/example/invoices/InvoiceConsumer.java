package org.example.invoices;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.busd.Bus;
import org.busd.Consumer;
import org.busd.Message;

/** Sends an invoice for each order. */
public final class InvoiceConsumer implements Consumer {
    record Order(String id, BigDecimal total) {}

    @Override
    public List<String> topics() {
        return List.of("*.order.created");
    }

    @Override
    public void consume(Message message) {
        Order order = message.bodyAs(Order.class);
        Bus.publish("invoice.sent", Map.of("order", order.id(), "total", order.total()));
    }
}
