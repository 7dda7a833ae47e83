package vpceguard.aws;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Answers that come in pages, each asked for when the one before it was read. The SDK's own paginators
/// reach every request of a service, so that ProGuard could not leave out those that are never sent.
public final class Pages {
    private Pages() {}

    /// All items of all pages.
    ///
    /// @param page asks for the page after a token, or for the first
    /// @param token the token of a page's end; empty at the last
    public static <K, R, T> Stream<T> of(
            Function<Optional<K>, R> page, Function<R, Optional<K>> token, Function<R, ? extends Collection<T>> items) {
        return Stream.iterate(
                        Optional.of(page.apply(Optional.empty())),
                        Optional::isPresent,
                        last -> last.flatMap(token).map(next -> page.apply(Optional.of(next))))
                .flatMap(Optional::stream)
                .flatMap(answer -> items.apply(answer).stream());
    }

    /// EC2 ends with no token, or with an empty one.
    static Optional<String> token(String next) {
        return Optional.ofNullable(next).filter(text -> !text.isEmpty());
    }
}
