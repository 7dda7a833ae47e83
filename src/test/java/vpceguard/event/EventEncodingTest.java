package vpceguard.event;

import static org.assertj.core.api.Assertions.assertThat;
import static vpceguard.event.Events.OWN;
import static vpceguard.event.Events.with;
import static vpceguard.event.Events.words;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;

/// The forms in which CloudTrail writes one and the same thing.
class EventEncodingTest {
    private static final Json MODIFY = Events.load("modify-reset-policy.json");
    private static final Json CREATE = Events.load("create-gateway-no-type.json");
    private static final String ID = "\"vpce-0123456789abcdef0\"";
    private static final String CHANGED = "change: modified vpce-0123456789abcdef0";
    private static final String CREATED = "change: created vpce-0123456789abcdef3";

    private static String read(Json event) {
        return words(EventReader.read(event, OWN));
    }

    /// Apostrophes stand for quotation marks.
    private static String readRequest(String request) {
        return read(with(MODIFY, request.replace('\'', '"'), "detail", "requestParameters"));
    }

    private static String readMember(String name, String value) {
        return readRequest("{'ModifyVpcEndpointRequest':{'VpcEndpointId':" + ID + ",'" + name + "':" + value + "}}");
    }

    private static String readDetail(Json event, String value, String... names) {
        var path = new String[names.length + 1];
        path[0] = "detail";
        System.arraycopy(names, 0, path, 1, names.length);
        return read(with(event, value, path));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'tag':1,'content':'a'}                               | a",
                "[{'tag':1,'content':'a'},{'content':'b','tag':2}]     | a b",
                "[{'tag':1,'content':123},{'tag':2,'content':true}]    | 123 true",
                "'a'                                                   | a",
                "['a','b','a']                                         | a b",
                "{'item':'a'}                                          | a",
                "{'item':['a','b']}                                    | a b",
                "{'item':{'subnetId':'a'}}                             | a",
                "{'items':[{'subnetId':'a'},{'subnetId':'b'}]}         | a b",
            })
    void listsAreReadInEveryForm(String list, String expected) {
        assertThat(readMember("AddSubnetId", list)).isEqualTo(CHANGED + " " + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null", "[]", "{\"item\":\"\"}", "{\"items\":[]}"})
    void emptySetsTouchNothing(String list) {
        assertThat(readMember("AddSubnetId", list)).isEqualTo(CHANGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AddSubnetId", "addSubnetId", "addSubnetIds", "addSubnetIdSet"})
    void membersAreKnownInEverySpelling(String name) {
        assertThat(readMember(name, "\"a\"")).isEqualTo(CHANGED + " a");
    }

    @Test
    void aMemberInTwoSpellingsIsUnreadable() {
        assertThat(readMember("vpcEndpointId", ID))
                .isEqualTo("unreadable: member stands twice, in two spellings"
                        + " at /detail/requestParameters/ModifyVpcEndpointRequest/vpcEndpointId");
    }

    @ParameterizedTest
    @CsvSource({"true,reset", "'\"true\"',reset", "1,reset", "false,", "'\"false\"',", "null,"})
    void truthIsReadHoweverItWasGuessed(String value, String expected) {
        assertThat(readMember("ResetPolicy", value)).isEqualTo(CHANGED + (expected == null ? "" : " " + expected));
    }

    @ParameterizedTest
    @CsvSource({"123,123", "true,true", "'\"{}\"',{}", "'\"\"',''"})
    void aPolicyIsTextWhateverCloudTrailMadeOfIt(String value, String expected) {
        var change = (EndpointChange.Modified) Events.change(EventReader.read(
                with(
                        MODIFY,
                        "{\"VpcEndpointId\":" + ID + ",\"PolicyDocument\":" + value + "}",
                        "detail",
                        "requestParameters",
                        "ModifyVpcEndpointRequest"),
                OWN));
        assertThat(((Touched.Members) change.touched()).policy()).hasValue(expected);
        assertThat(change.touched().policyTouched()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ResetPolicy    | 'perhaps' | expected true or false, found another string",
                "ResetPolicy    | {}        | expected true or false, found an object",
                "PolicyDocument | {'a':1}   | expected a policy document in a string, found an object",
                "AddSubnetId    | {'tag':1,'content':{}} | expected an id, found an object",
                "AddSubnetId    | {'a':1,'b':2}          | expected an id, found an object",
                "AddSubnetId    | ' '       | expected an id, found another string",
            },
            quoteCharacter = '`')
    void aMemberOfAnotherFormIsUnreadableWhereItStands(String name, String value, String reason) {
        assertThat(readMember(name, value))
                .isEqualTo("unreadable: " + reason + " at /detail/requestParameters/ModifyVpcEndpointRequest/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'ModifyVpcEndpointRequest':{'VpcEndpointId':ID,'ResetPolicy':true}}",
                "{'ModVpceReq':{'VpcEndpointId':ID,'ResetPolicy':true}}",
                "{'ModVpceReq':{'VpcEndpointId':ID,'ResetPolicy':true},'version':'1'}",
                "{'VpcEndpointId':ID,'ResetPolicy':true}",
                "{'vpcEndpointId':ID,'resetPolicy':true}",
                "{'ModifyVpcEndpointRequest':{'VpcEndpointId':{'tag':1,'content':ID},'ResetPolicy':true,'DryRun':false}}",
            })
    void theRequestIsFoundInEveryWrapper(String request) {
        assertThat(readRequest(request.replace("ID", ID))).isEqualTo(CHANGED + " reset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'a':{},'b':{}}", "{}", "{'ModifyVpcEndpointRequest':[]}", "[]", "'text'"})
    void aRequestThatCannotBeFoundIsUnreadable(String request) {
        assertThat(readRequest(request)).startsWith("unreadable: expected ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"true\""})
    void omittedParametersThatStillNameTheEndpointTouchEverything(String omitted) {
        var named = "{'ModifyVpcEndpointRequest':{'VpcEndpointId':" + ID + "},'omitted':" + omitted + "}";
        assertThat(readRequest(named)).isEqualTo(CHANGED + " everything");
        assertThat(readRequest("{'reason':'requestParameters too large','omitted':" + omitted + "}"))
                .startsWith("unreadable: request parameters were omitted");
        assertThat(readRequest("null")).startsWith("unreadable: request parameters were omitted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'CreateVpcEndpointResponse':{'vpcEndpoint':{'vpcEndpointId':'vpce-0123456789abcdef3'}}}",
                "{'CrVpceResp':{'vpcEndpoint':{'vpcEndpointId':'vpce-0123456789abcdef3'}}}",
                "{'vpcEndpoint':{'vpcEndpointId':'vpce-0123456789abcdef3'}}",
            })
    void theNewEndpointIsFoundInEveryWrapper(String response) {
        assertThat(readDetail(CREATE, response.replace('\'', '"'), "responseElements"))
                .isEqualTo(CREATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.03", "1.08", "1.11", "1.9", "1.200"})
    void everyMinorVersionOfOneIsUnderstood(String version) {
        assertThat(readDetail(CREATE, '"' + version + '"', "eventVersion")).isEqualTo(CREATED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"1\"", "\"0.9\"", "\"2.0\"", "\"11.1\"", "\"1.x\"", "\"1.-1\"", "{}"})
    void otherVersionsAreNot(String version) {
        assertThat(readDetail(CREATE, version, "eventVersion")).endsWith("at /detail/eventVersion");
    }

    @Test
    void anErrorCodeOfNullIsNone() {
        assertThat(readDetail(CREATE, "null", "errorCode")).isEqualTo(CREATED);
        assertThat(readDetail(CREATE, "7", "errorCode")).endsWith("at /detail/errorCode");
    }

    /// Its policy may never have been in force, so that the endpoint alone tells. A creation that failed names no
    /// endpoint, and what became of an own call its record tells.
    @ParameterizedTest
    @ValueSource(
            strings = {"Server.InternalError", "Server.Unavailable", "InternalError", "InternalFailure", "Unavailable"})
    void whatFailedOnTheSideOfAwsMayHaveChangedTheEndpoint(String code) {
        var failed = with(with(MODIFY, "null", "detail", "responseElements"), '"' + code + '"', "detail", "errorCode");
        assertThat(read(failed)).isEqualTo(CHANGED);
        for (var leftOut : List.of("null", "{\"omitted\": \"true\", \"reason\": \"size\"}")) {
            assertThat(readDetail(failed, leftOut, "requestParameters"))
                    .isEqualTo("ignored: failed call: \"" + code + '"');
        }
        assertThat(readDetail(CREATE, '"' + code + '"', "errorCode"))
                .isEqualTo("ignored: failed call: \"" + code + '"');
        assertThat(readDetail(Events.load("own-modify.json"), '"' + code + '"', "errorCode"))
                .isEqualTo("ignored: failed call: \"" + code + '"');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Client.InternalError",
                "Client.Unavailable",
                "Client.RequestLimitExceeded",
                "UnauthorizedOperation",
                "ServerX"
            })
    void whatAwsRefusedChangedNothing(String code) {
        assertThat(readDetail(MODIFY, '"' + code + '"', "errorCode"))
                .isEqualTo("ignored: failed call: \"" + code + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "\"false\""})
    void anAnswerOfFalseIsAFailedCall(String answer) {
        var wrapped = "{\"ModifyVpcEndpointResponse\":{\"return\":" + answer + "}}";
        assertThat(readDetail(MODIFY, wrapped, "responseElements")).startsWith("ignored: failed call");
        assertThat(readDetail(MODIFY, "{\"_return\":" + answer + "}", "responseElements"))
                .startsWith("ignored: failed call");
        assertThat(readDetail(MODIFY, "null", "responseElements")).isEqualTo(CHANGED + " reset");
    }

    @Test
    void theOwnerIdIsNeverTheAccount() {
        var response = "{\"vpcEndpoint\":{\"vpcEndpointId\":" + ID + ",\"ownerId\":444455556666}}";
        var event = with(CREATE, response, "detail", "responseElements");
        assertThat(Events.change(EventReader.read(event, OWN)).origin().account())
                .isEqualTo("111122223333");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-02T09:11:10Z,true",
        "2026-03-02T09:11:10.250Z,true",
        "2026-03-02T09:11:10+09:00,true",
        "2026-02-31T09:11:10Z,false",
        "2026-03-02 09:11:10,false",
        "+99999-03-02T09:11:10Z,false",
        "yesterday,false",
    })
    void timesAreReadStrictly(String time, boolean readable) {
        assertThat(readDetail(CREATE, '"' + time + '"', "eventTime"))
                .isEqualTo(
                        readable
                                ? CREATED
                                : "unreadable: expected a time such as 2026-01-31T12:00:00Z, found another string"
                                        + " at /detail/eventTime");
    }
}
