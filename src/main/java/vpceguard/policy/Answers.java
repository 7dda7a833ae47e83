package vpceguard.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Remembers the last answers to one kind of question, where finding an answer costs much more than
/// comparing two questions: a sweep asks the same of endpoint after endpoint. An answer depends on its
/// question alone, so remembering changes nothing but the time.
public final class Answers<Q, A> {
    private final Map<Q, A> known;

    /// @param most how many are kept, those asked for last
    public Answers(int most) {
        this.known = new LinkedHashMap<>(most, 1, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Q, A> eldest) {
                return size() > most;
            }
        };
    }

    /// The answer, if need be found now; others may ask meanwhile.
    public A to(Q question, Function<Q, A> found) {
        return known(question).orElseGet(() -> {
            var answer = found.apply(question);
            synchronized (known) {
                known.put(question, answer);
            }
            return answer;
        });
    }

    private Optional<A> known(Q question) {
        synchronized (known) {
            return Optional.ofNullable(known.get(question));
        }
    }
}
