from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "kuramori.work.partners"
    label = "partners"
    verbose_name = "約束と提供"
    default_auto_field = "django.db.models.BigAutoField"
    ties: tuple[str, ...] = ("partner_ties",)
    works: tuple[str, ...] = (
        "channels.carrying",
        "days_ahead",
        "exchanging.taking_in",
        "reminding_agreements",
        "sharing_page.preparing",
        "sharing_page.telling_views",
        "take_back.reminding",
    )
    words: tuple[str, ...] = (
        "events_channels",
        "channels.connecting",
        "events_agreements",
        "facts_agreements",
        "trail_names_agreements",
        "reminding_agreements",
        "events_deciding",
        "facts_deciding",
        "trail_names_deciding",
        "mailing_decisions",
        "events_hand_overs",
        "facts_hand_overs",
        "trail_names_hand_overs",
        "telling_then",
        "events_share",
        "events_links",
        "sharing_page.purpose",
        "events_take_back",
        "take_back.asking",
        "take_back.storing",
        "trail_names_take_back",
        "joint.facts",
        "joint.answering_by_link",
        "events_joint",
        "trail_names_joint",
        "events_wordings",
        "wordings.concluding",
    )
