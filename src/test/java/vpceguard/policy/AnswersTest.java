package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private final List<String> asked = new ArrayList<>();
    private final Answers<String, Integer> lengths = new Answers<>(2);

    private int length(String text) {
        return lengths.to(text, question -> {
            asked.add(question);
            return question.length();
        });
    }

    @Test
    void aQuestionIsAnsweredOnce() {
        assertThat(length("one")).isEqualTo(3);
        assertThat(length(new String("one"))).isEqualTo(3);

        assertThat(asked).containsExactly("one");
    }

    @Test
    void theOnesAskedLastAreKept() {
        List.of("one", "three", "one", "seven").forEach(this::length);

        List.of("one", "three").forEach(this::length);

        assertThat(asked).containsExactly("one", "three", "seven", "three");
    }
}
