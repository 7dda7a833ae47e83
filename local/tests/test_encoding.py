"""CloudTrail's way of writing a query request and an XML answer as JSON."""

from xml.etree import ElementTree

from localaws.cloudtrail import encoding


def request(**form: str) -> dict:
    return encoding.request_parameters("CreateVpcEndpoint", {
        "Action": "CreateVpcEndpoint", "Version": "2016-11-15",
        **{name.replace("__", "."): value for name, value in form.items()}})["CreateVpcEndpointRequest"]


def response(xml: str) -> dict:
    return encoding.response_elements(ElementTree.fromstring(xml))


def test_aListOfOneIsAnObject():
    assert request(SubnetId__1="subnet-1") == {"SubnetId": {"tag": 1, "content": "subnet-1"}}


def test_aLongerListIsAnArrayInOrder():
    listed = request(SubnetId__2="b", SubnetId__1="a", SubnetId__10="c")["SubnetId"]
    assert listed == [{"tag": 1, "content": "a"}, {"tag": 2, "content": "b"}, {"tag": 10, "content": "c"}]


def test_aStructureKeepsItsMembersBesideItsTag():
    assert request(TagSpecification__1__ResourceType="vpc-endpoint", TagSpecification__1__Tag__1__Key="a",
                   TagSpecification__1__Tag__1__Value="b") == {
        "TagSpecification": {"ResourceType": "vpc-endpoint", "Tag": {"Key": "a", "Value": "b", "tag": 1}, "tag": 1}}


def test_aStructureThatIsNoListHasNoTag():
    assert request(DnsOptions__DnsRecordIpType="ipv4") == {"DnsOptions": {"DnsRecordIpType": "ipv4"}}


def test_booleansAndNumbersAreGuessed():
    assert request(DryRun="true", ClientToken="0042", VpcId="vpc-1") == {"DryRun": True, "ClientToken": 42, "VpcId": "vpc-1"}


def test_anEmptySetIsAnEmptyString():
    assert response('<R xmlns="urn:a/"><subnetIdSet/><return>true</return></R>') == {
        "R": {"xmlns": "urn:a/", "subnetIdSet": "", "return": True}}


def test_aSetOfOneHoldsTheItemItself():
    assert response('<R xmlns="urn:a/"><s><item>x</item></s></R>')["R"]["s"] == {"item": "x"}
    assert response('<R xmlns="urn:a/"><s><item><k>1</k></item></s></R>')["R"]["s"] == {"item": {"k": 1}}
    assert response('<R xmlns="urn:a/"><s><item>x</item><item>y</item></s></R>')["R"]["s"] == {"item": ["x", "y"]}


def test_whatIsTooLargeIsOmitted():
    assert encoding.within_limit("x" * 149893, "requestParameters", {"kept": 1}) == {
        "reason": "requestParameters too large", "omitted": "true", "originalSize": "149893"}
    assert encoding.within_limit("x" * 102400, "requestParameters", {"kept": 1}) == {"kept": 1}
