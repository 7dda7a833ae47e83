package vpceguard.flow;

import java.util.Optional;
import java.util.function.Supplier;

/// A value that is asked for when it is first needed, and remembered.
final class Once<T> implements Supplier<T> {
    private final Supplier<T> question;
    private Optional<T> answer = Optional.empty();

    Once(Supplier<T> question) {
        this.question = question;
    }

    @Override
    public T get() {
        if (answer.isEmpty()) {
            answer = Optional.of(question.get());
        }
        return answer.get();
    }
}
