# ruff: noqa: E501 - sentences read best in one line
"""What professionals write, in the demo: short, plain and invented. {child} is the child's given name."""

GIRLS = (
    *(
        "Ada",
        "Beth",
        "Carys",
        "Daisy",
        "Elodie",
        "Freya",
        "Gracie",
        "Holly",
        "Imani",
        "Jessa",
        "Keira",
        "Lola",
        "Maisie",
    ),
    *(
        "Nadia",
        "Olive",
        "Poppy",
        "Rosa",
        "Safiya",
        "Thea",
        "Una",
        "Violet",
        "Wren",
        "Yasmin",
        "Zara",
        "Amelie",
        "Bryony",
    ),
)
BOYS = (
    *("Alfie", "Ben", "Caleb", "Dylan", "Ethan", "Finn", "George", "Harvey", "Idris", "Jamie", "Kai", "Leon", "Mason"),
    *("Noah", "Oscar", "Perry", "Reuben", "Seth", "Toby", "Umar", "Vinnie", "Will", "Yusuf", "Zach", "Arlo", "Bodhi"),
)
WOMEN = (
    *("Angela", "Becky", "Charlene", "Donna", "Emma", "Fiona", "Gemma", "Hayley", "Irina", "Joanne", "Kelly", "Lorna"),
    *("Michelle", "Natalie", "Paula", "Rachel", "Sinead", "Tracey", "Vicky", "Zoe"),
)
MEN = (
    *(
        "Adam",
        "Barry",
        "Craig",
        "Darren",
        "Eddie",
        "Frank",
        "Gavin",
        "Howard",
        "Ivan",
        "Jason",
        "Kevin",
        "Liam",
        "Marcus",
    ),
    *("Neil", "Paul", "Ricky", "Shane", "Tony", "Vince", "Wayne"),
)
FAMILY_NAMES = (
    *("Abbott", "Arscott", "Badcock", "Bickle", "Blamey", "Braund", "Brimacombe", "Chugg", "Coombe", "Cottey", "Daw"),
    *("Dymond", "Easterbrook", "Ellacott", "Facey", "Furse", "Gammon", "Glanville", "Gribble", "Hannaford", "Heard"),
    *("Hookway", "Isaac", "Jeffery", "Joslin", "Kerslake", "Kingdon", "Lerwill", "Lethbridge", "Luxton", "Madge"),
    *(
        "Manning",
        "Netherway",
        "Northcott",
        "Oke",
        "Parkhouse",
        "Passmore",
        "Pillman",
        "Pugsley",
        "Quance",
        "Rattenbury",
    ),
    *("Ridd", "Shapland", "Slee", "Snell", "Squire", "Tancock", "Tapp", "Trick", "Tucker", "Underhill", "Vanstone"),
    *("Vickery", "Westacott", "Widdicombe", "Wonnacott", "Yelland", "Yeoman", "Youlden", "Zeal"),
)
STREETS = (
    *("Quarry Rise", "Mill Orchard", "Lark Hill", "Tannery Street", "Vicarage Close", "Station Row", "Orchard Way"),
    *("Harbour View", "Moor Lane", "Chapel Street", "Woolcombe Road", "Beacon Terrace", "River Walk", "Priory Gardens"),
)
TOWNS = ("Exeter", "Barnstaple", "Newton Abbot", "Tiverton", "Bideford", "Exmouth", "Okehampton", "Totnes")

# What police evaluators write from a 121a.
POLICE_WORRIES = (
    "Called to a verbal argument between the parents at 23:10. {child} was awake upstairs and had heard it. No injuries seen; father left for the night.",
    "{child} was reported missing at 21:40 and found at a friend's at 01:15. Said there had been shouting at home and did not want to go back.",
    "Attended after a neighbour's call. The mother had been drinking and was asleep; {child} let us in and had made their own tea.",
    "{child} was with an older group outside the shops late on a school night for the third time this month. Polite, would not say where they had been.",
    "Stopped the father's car for no insurance. {child} was in the back without a belt or seat.",
    "Welfare check after school rang us. The flat was cold and there was little food. The mother was tearful and said that money had run out.",
    "Warrant at the address for cannabis. {child} was at home with the mother. Plants in the room next to the child's.",
    "Mother's former partner came to the house in breach of his order. {child} saw him shout and kick the door; he was arrested.",
    "{child} told an officer that they are often alone until late because both parents work nights.",
    "Report of a threat made to {child} by message from somebody older. The phone has been kept for examination.",
    "Mother rang because her son, 15, had pushed her in an argument about his phone. {child} was in the room. Nobody hurt.",
    "Grandmother reported that she had not been able to reach the parents for two days. Family found well; the parents had fallen out with her.",
)
SCHOOL_WORRIES = (
    "{child} has come to school hungry and in the same clothes for two weeks. When asked, says that Mum is poorly.",
    "{child} has a bruise on the upper arm and gave two different explanations to two teachers.",
    "Attendance has fallen from 94 to 61 per cent since Christmas. Nobody answers the door or the telephone.",
    "{child} wrote in class about being scared at night. Would not say more, and asked us not to ring home.",
    "{child} has begun to arrive with new trainers and a second phone, and to leave at lunch in a car nobody knows.",
    "{child} said that Dad threw a plate at the wall and that the baby cried. Seemed relieved to have told somebody.",
    "We are worried about {child}'s hearing and teeth; three dental appointments were missed and letters go unanswered.",
    "{child} fell asleep in lessons every day this week. Says that the house is noisy and people come and go.",
)
HEALTH_WORRIES = (
    "Third missed developmental check for {child}. The health visitor was not let in last week although people were at home.",
    "{child} was brought to the emergency department with a fractured wrist two days after the fall. The account fits the injury; the delay does not.",
    "Mother told her midwife that her partner reads her messages and decides whom she may see.",
    "{child}'s weight has dropped two centiles. The feeding plan is not being followed and appointments are cancelled on the day.",
    "The father described low mood and thoughts of not wanting to be here. {child} is with him at weekends.",
    "Booked late, at 27 weeks; says she used heroin until the spring. Living with her mother.",
)
OTHER_WORRIES = (
    "A neighbour hears a small child crying for long stretches late at night, most nights this week.",
    "Notice of eviction served for arrears. {child} and the family have nowhere to go at the end of the month.",
    "A grandmother is worried that {child} is left with cousins of 12 and 13 at weekends.",
    "A children's centre has not seen the family since the mother's new partner moved in; before that they came twice a week.",
    "The landlord's electrician saw a very dirty flat, an unguarded fire and {child} alone in the front room.",
)
ADVICE_QUESTIONS = (
    "A pupil's parents are separating and the pupil is upset. Is this for the hub?",
    "A parent smells of drink at collection. It is the first time. What should we do?",
    "A volunteer asks whether a family who home-educate should be referred.",
    "A GP asks whether parental agreement is needed before an early help assessment.",
    "A youth worker asks how to respond to a 15-year-old who has an older friend online.",
)
ADVICE = (
    "Speak with the parents first and offer a common assessment. Ring again if anything changes or if they refuse.",
    "Record what was seen, speak with the parent tomorrow when calm, and tell the designated lead. Refer if it happens again.",
    "No referral on what is known. Agreement is needed for early help; it is not where a child may be at risk of significant harm.",
    "Talk with the young person about it, keep a note of the words used, and refer if a meeting is planned or pictures are asked for.",
)
SIGNPOSTS = (
    "A contact dispute between parents with no concern for the children: given the mediation service's and the court's telephone numbers.",
    "A question about school transport: passed to the education service.",
    "Lives in another county: passed to that county's front door by telephone, with their agreement.",
)
RATING_REASONS = {
    "red": (
        "A possible injury with an explanation that does not fit; the child is at home now.",
        "Violence at home that the child has seen, and the adult may return tonight.",
        "A very young child and nobody sober to care for them.",
    ),
    "amber": (
        "A serious worry, no immediate danger known; a pattern is likely.",
        "Third notice in a year, and a young child in the household.",
        "Drug use by a parent, with the child at home.",
    ),
    "green": (
        "A worry about wellbeing; the child is seen by others every day.",
        "A single event, and the parent asked for help.",
        "Low-level and recent; what others know will show whether there is more.",
    ),
}
RE_RATED_UP = "What came back shows that this is part of a longer pattern than the first report said."
RE_RATED_DOWN = "What came back explains the event; there is no immediate safeguarding concern."
QUESTION = "Please tell us what you know of {child} and the household that bears on the child's safety and welfare, with dates."

SEARCHED = {
    "social_care": "Case management system, open and closed records, by name, date of birth and address.",
    "police": "Crime, intelligence and incident systems for the household and the address, five years.",
    "health": "Hospital, surgery, health visitor and school nurse records.",
    "education": "Pupil and attendance records; admissions; home education register.",
    "housing": "Tenancy, arrears and complaint records at the address.",
    "probation": "Case records for the adults named.",
    "youth_offending": "Case records for the young people named.",
    "early_help": "Early help records, open and closed.",
    "school": "Safeguarding file and attendance.",
    "gp_surgery": "Patient records of the household.",
}
ITEMS = {
    "social_care": (
        "Two earlier contacts, both closed with advice. The last was about arguments between the parents.",
        "An older sibling had a child in need plan in 2022 for neglect; closed when things improved.",
        "Mother was looked after herself as a child and has said that she finds it hard to trust us.",
    ),
    "police": (
        "Four attendances at the address in twelve months for domestic incidents graded standard. No charges.",
        "Father has a caution for possession of cannabis and a conviction for common assault in 2019, not in the home.",
        "An adult at the address is a person of interest in a drugs supply investigation. Officers ask that this is not said.",
        "Mother rang 999 in February and hung up; seen and safe, would not say more.",
    ),
    "health": (
        "Child seen at the emergency department three times in six months; each account fitted the injury.",
        "Mother has been treated for depression since the birth and collects her prescription regularly.",
        "Immunisations are behind and two health visitor appointments were not kept.",
        "Routine attendances only; the child is growing well.",
    ),
    "education": (
        "Attendance 72 per cent this term. Lateness on most Mondays.",
        "The class teacher describes a quiet child who has become withdrawn since the autumn.",
        "Making good progress; both parents come to meetings.",
    ),
    "housing": (
        "Arrears of nine weeks and a notice seeking possession. The family has not answered letters.",
        "Two complaints of noise at night this year, one of them upheld.",
    ),
    "probation": (
        "One adult is supervised until the summer; keeps appointments, alcohol treatment requirement in place.",
    ),
    "youth_offending": ("An older sibling finished a referral order in March and took part well.",),
    "early_help": ("The family had a parenting worker last year and took part for ten of twelve weeks.",),
    "school": (
        "The child is happy in school and talks of home with affection; often collected late.",
        "Three notes on file since September about tiredness and no breakfast.",
    ),
    "gp_surgery": ("Last seen for a cough in the winter. No concerns noted by the practice.",),
}
EDITED = "The owner agrees to this much: information is held that bears on safety; speak to us before a visit."
HANDLING = ("", "", "", "Do not mention this to the family.", "Speak to us before you rely on it.")
WITH_CONDITIONS = "Somebody close to the household says that he keeps a knife under the driver's seat."
CONDITION = "Do not let it be known that anybody told us."
HIDDEN = "A police operation at this address is planned. Speak to us before anybody visits."
VOICES = (
    "Says that home is noisy and that school is better.",
    "Has not been spoken to alone yet.",
    "Too young to say; seen to be at ease with the mother.",
    "Wants the shouting to stop and does not want Dad to get into trouble.",
)
ANALYSES = {
    "social_care": "What the agencies hold makes a pattern that none saw alone. An assessment is needed to say what the child lives with.",
    "early_response": "The family is under strain and has asked for help. There is no sign of significant harm; support now may prevent it.",
    "no_further_action": "The event is explained and no agency knows of anything else. The family has people around it.",
}
REASONS = {
    "social_care": "Concerns from more than one agency over time, and a child whose welfare suffers. Assessment by social care.",
    "early_response": "Additional needs that one service alone does not meet; the parents agree to support.",
    "no_further_action": "No agency holds information that adds to the report, and the parents acted well. Advice was given.",
}
GUIDANCE = {
    "social_care": "See the child alone within the time of the assessment, speak with the school first, and ask both parents for their account.",
    "early_response": "Offer a common assessment with the school as lead; begin with routines and the arrears.",
}
REPORTS = {
    "social_care": (
        ("assessment", "Assessment started; child seen at school."),
        ("strategy_discussion", "Strategy discussion held."),
    ),
    "early_response": (("early_help", "Family met and agreed to a plan."),),
}
AGENCY_FEEDBACK = "Thank you. What you told us was part of the decision, and the family is being offered help."
CALLERS = (
    *("Alison Grace", "Bridget Lowe", "Rowan Heath", "Tilda Crane", "Jill Anning", "Moira Tate", "Bryn Hocking"),
    *("Sunita Ward", "Anand Mistry", "Leonie Trant", "Hugh Bellew", "Ros Ferrar"),
)

RETURNED = "The recommendations do not say who does what by when. Please name it, and send it again."
