package vpceguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;

/// Handles the schedule: looks at every endpoint.
public final class SweepHandler implements RequestHandler<ScheduledEvent, String> {
    private final Guard guard = Guard.of(Settings.from(System.getenv()));

    @Override
    public String handleRequest(ScheduledEvent event, Context context) {
        return guard.sweep().run();
    }
}
