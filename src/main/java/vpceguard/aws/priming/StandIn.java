package vpceguard.aws.priming;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/// An HTTP client that can be replaced for a while: calls that warm up the code are answered within the
/// process, and yet run through the clients that are used later.
public final class StandIn implements SdkHttpClient {
    private final Supplier<SdkHttpClient> made;
    private volatile SdkHttpClient own;
    private volatile Optional<SdkHttpClient> program = Optional.empty();

    /// @param made makes its own, which takes the calls that no program answers
    public StandIn(Supplier<SdkHttpClient> made) {
        this.made = made;
        this.own = made.get();
    }

    /// Goes on with another of its own, which knows no session or connection of the last one.
    public void renew() {
        own.close();
        own = made.get();
    }

    /// Does something while the program answers.
    public void during(SdkHttpClient answers, Runnable work) {
        program = Optional.of(answers);
        try {
            work.run();
        } finally {
            program = Optional.empty();
        }
    }

    /// Whether the program answers now.
    public boolean isTaken() {
        return program.isPresent();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return program.orElse(own).prepareRequest(request);
    }

    @Override
    public String clientName() {
        return own.clientName();
    }

    @Override
    public void close() {
        own.close();
    }
}
