"""Who may open what, written from the rules and not from the code: plain data, which imports nothing of OpenMASH.

The rules are those of the issue, of docs/explanation and of the agreement that agencies sign. The access matrix
(test_access_matrix.py) tries every cell that this page implies. An address that is missing here fails the build.
"""

# Everybody who comes, and what is special about them. "door": where they sign in; "agency": whose people they are.
# "shut": why other agencies' information is shut to them, although their role works in the room.
ACTORS: dict[str, dict[str, str]] = {
    "coordinator": {"door": "inside", "agency": "council"},
    "evaluator": {"door": "inside", "agency": "police"},
    "social_worker": {"door": "inside", "agency": "council"},
    "police": {"door": "inside", "agency": "police"},
    "health": {"door": "inside", "agency": "health"},
    "education": {"door": "inside", "agency": "education"},
    "manager": {"door": "inside", "agency": "council"},
    "operations_manager": {"door": "inside", "agency": "council"},
    "business_support": {"door": "inside", "agency": "council"},
    "analyst": {"door": "inside", "agency": "council"},
    "governance": {"door": "inside", "agency": "council"},
    "administrator": {"door": "inside", "agency": "council"},
    "wall": {"door": "inside", "agency": "council"},
    "lapsed": {"door": "inside", "agency": "health", "shut": "vetting ended"},
    "expired": {"door": "inside", "agency": "ambulance", "shut": "agreement ended"},
    "excluded": {"door": "inside", "agency": "council", "kept out": "a relative"},
    "kent:manager": {"door": "inside", "agency": "council", "hub": "kent"},
    "kent:police": {"door": "inside", "agency": "police", "hub": "kent"},
    "kent:governance": {"door": "inside", "agency": "council", "hub": "kent"},
    "kent:operations_manager": {"door": "inside", "agency": "council", "hub": "kent"},
    "kent:health": {"door": "inside", "agency": "health", "hub": "kent"},
    "kent:administrator": {"door": "inside", "agency": "council", "hub": "kent"},
    "kent:social_worker": {"door": "inside", "agency": "council", "hub": "kent"},
    "nobody": {"door": "inside"},
    "police_system": {"door": "inside", "key of": "police"},
    "health_system": {"door": "inside", "key of": "health"},
    "kent:police_system": {"door": "inside", "key of": "police", "hub": "kent"},
    "police_portal": {"door": "inside", "key of": "police", "opens": "portal"},
    "kent:police_portal": {"door": "inside", "key of": "police", "opens": "portal", "hub": "kent"},
    "assessor": {"door": "outside", "agency": "council", "team": "assessment"},
    "early_helper": {"door": "outside", "agency": "council", "team": "early_response"},
    "kent:assessor": {"door": "outside", "agency": "council", "team": "assessment", "hub": "kent"},
    "referrer": {"door": "outside", "holds": "receipt"},
    "partner": {"door": "outside", "holds": "answer"},
    "stranger": {"door": "outside"},
}

_AGENCIES = "police health education lapsed expired"
_GOVERNS = "operations_manager governance"
_FRONT = "coordinator evaluator social_worker manager excluded operations_manager"
_DECIDERS = "manager excluded operations_manager"
_COUNTS = f"{_DECIDERS} governance analyst"
_COMPOSERS = f"social_worker {_DECIDERS}"
_OWNERS = f"evaluator social_worker {_AGENCIES}"
_CASE = f"{_FRONT} business_support {_AGENCIES}"
_ROOM = f"evaluator social_worker {_DECIDERS} {_AGENCIES}"

# door: (who, "addresses"). A person of Kent may in Kent what the same person of Devon may in Devon.
ADDRESSES: dict[str, list[tuple[str, str]]] = {
    "inside": [
        ("*", "account:stay account:save_draft worklist:mine"),
        (f"{_FRONT} business_support", "contacts:list contacts:new contacts:detail contacts:give_receipt"),
        (f"{_FRONT} business_support", "contacts:tell_referrer contacts:survey"),
        (f"{_FRONT} business_support", "people:find people:person people:merges people:merge people:alike"),
        (f"{_FRONT} business_support", "people:propose contacts:not_them"),
        (_DECIDERS, "people:keep_apart"),
        (f"{_DECIDERS} governance", "people:kept_apart people:end_kept_apart"),
        (_FRONT, "contacts:triage contacts:signpost contacts:join contacts:reopen enquiries:reopen contacts:pass_on"),
        (_FRONT, "contacts:route contacts:direct contacts:carry"),
        (_COMPOSERS, "contacts:advice contacts:open_to contacts:end_open_case"),
        (_CASE, "enquiries:list enquiries:find enquiries:case checks:answer decisions:decided"),
        (f"{_CASE} wall", "wall:show wall:board"),
        (_DECIDERS, "operations:overview operations:give"),
        (_COUNTS, "reports:outcomes reports:cases reports:child_protection reports:ratings reports:surveys"),
        (_COUNTS, "reports:places reports:lateness reports:audits reports:referrals reports:missing people:thresholds"),
        (f"{_DECIDERS} analyst", "reports:profiles reports:of_place reports:of_person"),
        (_FRONT, "operations:take"),
        (_CASE, "out_of_hours:show out_of_hours:take_over absences:list absences:end"),
        (_DECIDERS, "out_of_hours:name out_of_hours:withdraw duty_rota:place duty_rota:change"),
        (_CASE, "duty_rota:show visits:list visits:agency visits:days"),
        (_DECIDERS, "rotation:list rotation:take_in rotation:change rotation:withdraw"),
        (_FRONT, "out_of_hours:hand_over enquiries:pause_decision enquiries:resume_decision enquiries:pause_clock"),
        (_FRONT, "enquiries:resume_clock"),
        (f"{_FRONT} business_support", "enquiries:happened"),
        (_DECIDERS, "enquiries:close decisions:decide decisions:revisit"),
        (_FRONT, "enquiries:rate enquiries:straight_on checks:ask checks:withdraw"),
        (f"coordinator social_worker {_DECIDERS} business_support", "checks:chase"),
        (_OWNERS, "checks:items sealed:add"),
        (_ROOM, "sealed:room sealed:reason decisions:reasons decisions:analysis"),
        (_OWNERS, "sealed:correct sealed:save_correction sealed:withdraw sealed:releases sealed:answer"),
        (_DECIDERS, "sealed:lawful_basis sealed:save_lawful_basis products:approve products:return products:urgent"),
        (_COMPOSERS, "decisions:save_analysis products:start products:compose products:save products:preview"),
        (_COMPOSERS, "products:abandon products:send products:take_back products:leave_out products:approval"),
        (_ROOM, "sealed:file guards:protect guards:protection recalls:afterwards ledger:why"),
        (_ROOM, "ledger:of_enquiry ledger:of_enquiry_csv"),
        (_DECIDERS, "guards:end_protection guards:end_warning recalls:recall retention:hold_case"),
        (_CASE, "guards:warn exclusions:declare"),
        (_CASE, "gates:of_enquiry differences:list differences:one differences:raise differences:keep_safe"),
        (_DECIDERS, "oversight:waiting oversight:review oversight:reviews_due oversight:required_review"),
        (_CASE, "oversight:near_miss"),
        (_CASE, "meetings:list meetings:attendance_table meetings:meeting meetings:calendar meetings:complete_action"),
        (f"{_FRONT} business_support", "meetings:convene meetings:call_over meetings:attendance meetings:invite"),
        (f"{_FRONT} business_support", "meetings:bring_up_to_date meetings:cancel"),
        (_ROOM, "meetings:case meetings:give_view meetings:save meetings:close"),
        (_CASE, "differences:further differences:withdraw"),
        (_ROOM, "differences:sealed differences:settle"),
        (f"{_FRONT} business_support", "contacts:raise_issues"),
        (_FRONT, "contacts:take_back_issue screening:screen"),
        (_CASE, "screening:case screening:interviews_due"),
        (_ROOM, "adults:show screening:complete screening:checklist screening:found screening:interview"),
        (_ROOM, "screening:end_interview screening:refer screening:panel screening:move_on screening:in_step"),
        (_ROOM, "groups:list groups:of_case groups:group network:of_case"),
        (f"{_ROOM} analyst", "network:of_person"),
        (f"evaluator {_COMPOSERS}", "groups:begin groups:add groups:review groups:let_see groups:take_out"),
        ("social_worker manager operations_manager excluded", "allegations:list allegations:show"),
        (f"{_FRONT} business_support", "allegations:raise"),
        ("social_worker", "allegations:consider allegations:employer allegations:step allegations:conclude"),
        ("operations_manager", "allegations:officers allegations:end_officer"),
        (_COMPOSERS, "adults:test adults:capacity adults:wishes adults:result"),
        ("administrator", "screening:texts"),
        ("administrator operations_manager", "operating_model:overview operating_model:version"),
        ("administrator operations_manager", "operating_model:try_out"),
        ("administrator", "operating_model:copy operating_model:edit_text operating_model:edit_clocks"),
        ("administrator", "operating_model:edit_asked operating_model:edit_coverage operating_model:propose"),
        ("administrator", "operating_model:withdraw"),
        ("operations_manager", "operating_model:go_live operating_model:approve operating_model:send_back"),
        (_COMPOSERS, "recalls:correct recalls:file"),
        (_OWNERS, "products:part products:save_part"),
        (_COMPOSERS, "products:without_part"),
        ("evaluator social_worker", "sealed:grant"),
        (f"governance {_DECIDERS}", "exclusions:list exclusions:end"),
        (_GOVERNS, "products:review_urgent products:save_urgent_review ledger:of_hub ledger:of_hub_csv audit:log"),
        (_GOVERNS, "audit:checkpoint retention:overview retention:batch retention:approve retention:decline"),
        (_GOVERNS, "retention:schedule retention:erased reviews:list reviews:grant reviews:in_words"),
        ("governance", "agreements:list"),
        ("governance", "retention:prepare retention:holds retention:place_hold retention:lift_hold retention:adopt"),
        ("governance", "subject_access:list subject_access:new subject_access:detail subject_access:identity"),
        ("governance", "subject_access:extend subject_access:close"),
        (_OWNERS, "retention:reviews retention:review audit:ours audit:ours_as_table audit:extract audit:script"),
        (_OWNERS, "audit:check sealed:clear subject_access:ours subject_access:own_piece subject_access:own_answer"),
        (_OWNERS, "subject_access:own_done"),
        (_DECIDERS, "subject_access:to_prepare subject_access:prepare subject_access:person subject_access:piece"),
        (_DECIDERS, "subject_access:answer subject_access:look subject_access:telephoned subject_access:submit"),
        (_DECIDERS, "subject_access:bundle subject_access:file subject_access:approve subject_access:send_back"),
        (f"{_DECIDERS} business_support", "decisions:letter decisions:send_letter decisions:return_letter"),
        (f"{_DECIDERS} business_support", "decisions:feedback decisions:tell_referrer decisions:tell_agencies"),
        (f"{_DECIDERS} business_support", "differences:challenge"),
        (_OWNERS, "person_index:keys person_index:revoke_key person_index:overview person_index:load"),
        (_OWNERS, "person_index:example person_index:progress person_index:refused person_index:refused_csv"),
        (_OWNERS, "person_index:withdraw person_index:secret checks:say_own_record checks:take_back_own_record"),
        ("administrator", "person_index:hub person_index:withdraw_agency"),
        ("police_system health_system", "api:index api:person api:changes"),
        ("police_portal", "api:direct api:direct_file api:direct_taken_in"),  # a key opens one thing
    ],
    "outside": [
        ("assessor early_helper", "account:stay inbox:list inbox:copy inbox:acknowledge inbox:report inbox:file"),
        ("assessor early_helper", "inbox:acknowledge_recall"),
        (
            "everybody",
            "hubs:which receipts:receipt receipts:disagree receipts:leave answer:thank_you answer:open answer:send",
        ),
        ("everybody", "refer:start refer:call_999 refer:saved refer:continue refer:check refer:people"),
        ("everybody", "refer:person refer:step survey:answer survey:thank_you"),
    ],
}

# Where a computer system comes with a key of the agency that the address names, and what it may ask there. Nobody who
# signs in gets anywhere; a key of another hub opens nothing, and one of another agency finds nothing.
CALLS = {"api:index": "GET", "api:person": "PUT DELETE", "api:changes": "POST"}
CALLS |= {"api:direct": "GET", "api:direct_file": "GET", "api:direct_taken_in": "PUT"}

# What only reads: nobody posts to it, whoever they are.
ONLY_READ = (
    "account:stay worklist:mine contacts:list contacts:detail enquiries:list enquiries:case sealed:room "
    "sealed:correct sealed:releases sealed:reason sealed:lawful_basis decisions:decided decisions:reasons "
    "decisions:analysis decisions:feedback products:compose products:preview inbox:list inbox:copy sealed:file "
    "products:approval products:review_urgent guards:protection recalls:afterwards recalls:file ledger:of_enquiry "
    "ledger:of_enquiry_csv ledger:of_hub ledger:of_hub_csv ledger:why retention:overview retention:batch "
    "retention:holds retention:schedule retention:erased retention:reviews subject_access:list subject_access:detail "
    "subject_access:to_prepare subject_access:prepare subject_access:piece subject_access:bundle subject_access:file "
    "subject_access:ours subject_access:own_piece audit:log audit:checkpoint audit:ours exclusions:list reviews:list "
    "rotation:list "
    "reviews:in_words audit:ours_as_table audit:extract audit:script inbox:file out_of_hours:show duty_rota:show "
    "differences:list differences:one differences:sealed wall:show wall:board operations:overview meetings:list "
    "meetings:attendance_table meetings:meeting meetings:calendar meetings:case people:merges people:person "
    "people:alike people:kept_apart people:thresholds adults:show screening:case screening:interviews_due "
    "screening:checklist screening:interview screening:panel operating_model:overview operating_model:version "
    "groups:list groups:of_case groups:group allegations:list allegations:show "
    "visits:list visits:agency network:of_case network:of_person "
    "operating_model:try_out products:part decisions:letter oversight:waiting oversight:reviews_due reports:outcomes "
    "reports:cases reports:child_protection reports:ratings reports:lateness reports:missing reports:audits "
    "reports:places "
    "reports:referrals reports:surveys survey:thank_you person_index:overview person_index:example "
    "person_index:progress person_index:refused person_index:refused_csv person_index:hub hubs:which answer:thank_you "
    "answer:open refer:start refer:call_999 refer:saved"
)

# Saved by POST alone: asked for by GET they lead on to the page with the form, whatever they name.
LEADS_ON = (
    "people:propose contacts:not_them contacts:triage contacts:advice contacts:signpost contacts:join contacts:reopen "
    "contacts:give_receipt contacts:pass_on contacts:route contacts:survey contacts:tell_referrer "
    "decisions:save_analysis decisions:tell_referrer decisions:tell_agencies sealed:save_correction sealed:answer "
    "sealed:save_lawful_basis products:start products:save inbox:acknowledge inbox:acknowledge_recall "
    "products:approve products:return products:send products:take_back products:save_urgent_review retention:approve "
    "retention:decline reviews:grant exclusions:end subject_access:answer subject_access:approve subject_access:look "
    "subject_access:own_answer subject_access:own_done subject_access:send_back subject_access:submit "
    "subject_access:telephoned operations:take operating_model:copy operating_model:go_live operating_model:approve "
    "operating_model:withdraw decisions:send_letter decisions:return_letter products:save_part meetings:save "
    "meetings:invite meetings:bring_up_to_date meetings:complete_action out_of_hours:take_over out_of_hours:withdraw "
    "rotation:withdraw allegations:end_officer "
    "checks:say_own_record checks:take_back_own_record"
)

# Sealed words of other agencies or of the hub: shut to whoever has no vetting that holds, or whose agency has no
# agreement that holds ("shut"), with the reason. Their own agency's words and forms stay open to them.
NEEDS_ROOM = (
    "sealed:room sealed:reason decisions:reasons decisions:analysis products:preview products:compose "
    "guards:protection ledger:of_enquiry ledger:of_enquiry_csv recalls:afterwards ledger:why "
    "differences:sealed adults:show screening:checklist screening:interview screening:panel "
    "meetings:meeting meetings:case products:part products:save_part groups:list groups:of_case groups:group "
    "network:of_case network:of_person"
)

# Only the agency that owns or was asked: for others the thing is there, and they are refused.
OWN = {
    "sealed:correct": "item_id",
    "sealed:save_correction": "item_id",
    "sealed:withdraw": "item_id",
    "sealed:clear": "item_id",
    "sealed:answer": "request_id",
    "checks:items": "check_id",
    "checks:say_own_record": "check_id",
    "checks:answer": "check_id",  # to look at what is asked is for the whole case; see READ_BY_ALL
}
READ_BY_ALL = "checks:answer"
OWNER = {
    "item_id": dict.fromkeys(("hub", "asked", "restricted", "withdrawn", "hidden"), "police") | {"health": "health"},
    "request_id": {"asked": "police", "refused": "police", "health": "health"},
    "check_id": {"police": "police", "health": "health"},
    "index_id": {"police": "police", "health": "health"},
    "portal_id": {"police": "police"},
    "direct_id": {"waits": "police"},
}
# What is there for nobody any more.
GONE = {("item_id", "withdrawn")}
# What an address shows of a thing only where there is such a thing: the reason of a refusal, and of nothing else.
ONLY_OF = {
    "screening:complete": "open audited",  # of the version that an enquiry began with
    "screening:refer": "open audited",
    "sealed:reason": "refused",
    "recalls:afterwards": "sent urgent recalled",
    "recalls:file": "sent urgent recalled",
    "inbox:acknowledge_recall": "recalled",
    "retention:review": "over",
    "subject_access:own_piece": "police health hidden",
    "subject_access:own_answer": "police health hidden",
    "subject_access:own_done": "gathered",
    "subject_access:bundle": "answered",
    "subject_access:file": "answered",
}
# Of another family, or nobody said yet of which: a colleague who is kept out of the case is not kept out of these,
# nor of the entry that they are kept out, which somebody else ends.
OF_OTHERS = {
    *(("person_id", "other"), ("person_id", "twice"), ("named_id", "first")),  # in no case
    *(("merge_id", "confirmed"), ("merge_id", "undone"), ("contact_id", "routed")),
    *(("enquiry_id", "audited"), ("required_id", "audit"), ("product_id", "in_parts")),
    *(("adult_id", "there"), ("issue_id", "there"), ("ending_id", "there"), ("open_case_id", "there")),
    *(("contact_id", "new"), ("contact_id", "advised"), ("enquiry_id", "over"), ("batch_id", "waiting")),
    *(("request_id", "answered"), ("exclusion_id", "relative")),
    *(("turn_id", "night"), ("handover_id", "night"), ("absence_id", "health")),  # of no case
    *(("placement_id", "there"), ("allegation_id", "there"), ("officer_id", "there")),
    *(("direct_id", "waits"), ("direct_id", "carried")),
    *(("visitor_id", "health"), ("known_id", "other"), ("known_id", "twice")),
}
# Never by whoever asked, or whom it is about: another person has to.
BY_ANOTHER = {
    ("sealed:lawful_basis", "refused"): "manager",
    ("sealed:save_lawful_basis", "refused"): "manager",
    ("exclusions:end", "relative"): "excluded",  # nobody lets themselves in again
}
# The reason is read in place of what was called back, so the file is given to nobody any more.
CALLED_BACK = {("inbox:file", "recalled")}
# What somebody carries over waits for no agency's system.
CALLED_BACK |= {("api:direct_file", "carried"), ("api:direct_taken_in", "carried")}
# Hidden things: for everybody who is neither the owner's nor named, they do not exist.
KNOWN_TO = {("item_id", "hidden"): "evaluator police health", ("piece_id", "hidden"): "evaluator police"}
# A group that names its readers is there for them and whoever began it.
KNOWN_TO |= dict.fromkeys([(part, "few") for part in ("group_id", "link_id")], "social_worker health")
# Of an agency's person index, the keys of its computer systems and its own notes its own people alone know.
KNOWN_TO |= dict.fromkeys([(part, "police") for part in ("key_id", "load_id", "own_record_id")], "evaluator police")
KNOWN_TO |= dict.fromkeys([(part, "health") for part in ("key_id", "load_id")], "health lapsed")
# What is asked of one's own agency: of what is asked of another nothing is there.
ASKED_OF = {
    "police": "evaluator police",
    "hidden": "evaluator police",
    "health": "health lapsed",
    "over": "evaluator police",  # they look at theirs before it is erased; nobody else's schedule says so
}
ASKS = "subject_access:own_piece subject_access:own_answer retention:review"
# Whoever is kept out of the case is not even told that there is such a thing.
NOT_TOLD = (
    "network:of_person "
    "ledger:why subject_access: people: reports:of_person groups:group groups:review groups:let_see groups:take_out"
)
# Why something stays in the room is read by those who may read the item itself: this one is restricted.
# A difference is settled by whom the hub's ladder names, here a practice manager who did not give the rating, and taken
# further or back by whoever raised it and their own agency.
READ_BY = {
    ("sealed:reason", "refused"): "evaluator police manager operations_manager",
    # Their own people say that they are back, and whoever chases in the hub.
    ("absences:end", "health"): f"coordinator social_worker {_DECIDERS} business_support health lapsed",
    ("visits:days", "health"): f"coordinator social_worker {_DECIDERS} business_support health lapsed",
    ("differences:settle", "raised"): "manager",
    # Whoever is to do it, and whoever calls meetings.
    ("meetings:complete_action", "police"): f"{_FRONT} business_support police",
    # Whoever takes the minutes; and the chair, here a manager, or whoever else decides.
    ("meetings:save", "discussion"): "evaluator social_worker manager operations_manager",
    ("meetings:close", "discussion"): "manager operations_manager",
    # Whoever was asked about the family writes for the team: the ambulance service and education were not.
    **dict.fromkeys(
        [
            (address, thing)
            for address in ("products:part", "products:save_part")
            for thing in ("draft", "sent", "urgent", "recalled")
        ],
        "evaluator police health lapsed",
    ),
    **dict.fromkeys([(a, "in_parts") for a in ("products:part", "products:save_part")], "evaluator police education"),
    ("differences:further", "raised"): "health lapsed",
    ("differences:withdraw", "raised"): "health lapsed",
}
# Whose copy it is.
TEAM = {"sent": "assessment", "recalled": "assessment"}
