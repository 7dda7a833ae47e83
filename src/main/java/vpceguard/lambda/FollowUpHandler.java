package vpceguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.ArrayList;
import vpceguard.flow.FollowUp;
import vpceguard.flow.Journal;

/// Handles the queue of follow-ups. A message that fails is delivered again, alone, and goes to the queue of
/// failed events when it has failed too often; the others of its batch are not done again.
public final class FollowUpHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    private final Guard guard = Guard.of(Settings.from(System.getenv()));

    @Override
    public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
        var failures = new ArrayList<BatchItemFailure>();
        for (var message : event.getRecords()) {
            try {
                var _ = guard.remediator().followUp(FollowUp.read(message.getBody()), Guard.invocation(context));
            } catch (RuntimeException failure) {
                failures.add(new BatchItemFailure(message.getMessageId()));
                guard.ports()
                        .journal()
                        .mention(Journal.step("follow-up failed")
                                .put("detail", failure.toString())
                                .build());
            }
        }
        return new SQSBatchResponse(failures);
    }
}
