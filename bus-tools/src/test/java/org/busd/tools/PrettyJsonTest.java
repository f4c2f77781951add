package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PrettyJsonTest {

    @Test
    void indentsByFour() throws JsonProcessingException {
        assertThat(new PrettyJson(false).print(json("{\"a\":[1,{\"b\":\"c\"}],\"d\":{},\"e\":[],\"f\":null}")))
                .isEqualTo("""
                        {
                            "a": [
                                1,
                                {
                                    "b": "c"
                                }
                            ],
                            "d": {},
                            "e": [],
                            "f": null
                        }""");
    }

    @Test
    void coloursNamesTextsAndOtherValues() throws JsonProcessingException {
        assertThat(new PrettyJson(true).print(json("{\"a\":\"b\",\"c\":1}")))
                .isEqualTo("{\n    \u001b[34m\"a\"\u001b[0m: \u001b[32m\"b\"\u001b[0m,\n"
                        + "    \u001b[34m\"c\"\u001b[0m: \u001b[36m1\u001b[0m\n}");
    }

    @Test
    void passesNothingThatATerminalWouldObey() throws JsonProcessingException {
        String pretty = new PrettyJson(false).print(json("{\"\\u009bx\":\"\\u001b[2J\u007f\u009b31m\"}"));

        assertThat(pretty.replace("\n", "")).doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f]");
        assertThat(pretty).contains("\\u001B[2J\\u007f\\u009b31m");
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
