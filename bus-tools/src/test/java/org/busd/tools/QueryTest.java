package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    private static final String MESSAGE =
            "{'msg':{'order':{'id':7,'lines':[{'sku':'x'},{'sku':'y'}]},'note':null},'topic':'a.b'}".replace('\'', '"');

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "topic|\"a.b\"",
                "msg.order.id|7",
                "msg.order.lines.1.sku|\"y\"",
                "msg.order.lines.2.sku|null",
                "msg.order.lines.2|null",
                "msg.order.lines.-1|null",
                "topic,msg.order.lines.2|{\"topic\":\"a.b\",\"msg.order.lines.2\":null}",
                "msg.order.lines.x|null",
                "msg.note|null",
                "msg.order.id.deeper|null",
                "nothing|null",
                "topic,msg.order.id|{\"topic\":\"a.b\",\"msg.order.id\":7}",
                "gone,topic|{\"gone\":null,\"topic\":\"a.b\"}"
            })
    void selects(String query, String selected) throws JsonProcessingException {
        assertThat(Query.parse(query)
                        .select(new ObjectMapper().readTree(MESSAGE))
                        .toString())
                .isEqualTo(selected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "a,", ",a", "a..b", ".a", "a."})
    void refusesEmptyParts(String query) {
        assertThatThrownBy(() -> Query.parse(query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has an empty part");
    }

    @Test
    void isRefusedAtTheCommandLine() {
        assertThat(ToolFixture.bus("tail", "--query", "a..b").endedWith(2).err())
                .contains("--query")
                .contains("'a..b' has an empty part: write paths as in msg.id,topic");
    }
}
