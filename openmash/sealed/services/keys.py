"""Where wrapped keys stand in this package's tables, so that they can be wrapped anew and opened to check."""

from openmash.core.wrapping import WrappedColumn
from openmash.sealed import vault
from openmash.sealed.models import Attachment, ItemVersion, Protection, ReleaseRequest, SealedText, WaitingFile
from openmash.sealed.vault import Place


def _named(place: Place) -> tuple[str, str]:
    return place.key_name, place.context


WRAPPED = (
    WrappedColumn(
        ItemVersion,
        "wrapped_key",
        place=lambda row: _named(vault.item_text(row.hub_id, row.item.agency_id, row.id)),
        opens="ciphertext",
        owner="item__agency_id",
        joined=("item",),
    ),
    WrappedColumn(
        ItemVersion,
        "handling_wrapped_key",
        place=lambda row: _named(vault.item_handling(row.hub_id, row.item.agency_id, row.id)),
        opens="handling_ciphertext",
        owner="item__agency_id",
        joined=("item",),
    ),
    WrappedColumn(
        ItemVersion,
        "facts_wrapped_key",
        place=lambda row: _named(vault.item_facts(row.hub_id, row.item.agency_id, row.id)),
        opens="facts_ciphertext",
        owner="item__agency_id",
        joined=("item",),
    ),
    WrappedColumn(
        ReleaseRequest,
        "edited_wrapped_key",
        place=lambda row: _named(vault.edited_text(row.hub_id, row.item.agency_id, row.id)),
        opens="edited_ciphertext",
        owner="item__agency_id",
        joined=("item",),
    ),
    WrappedColumn(
        SealedText,
        "wrapped_key",
        place=lambda row: _named(vault.hub_words(row.hub_id, row.id)),
        opens="ciphertext",
    ),
    WrappedColumn(
        Protection,
        "wrapped_key",
        place=lambda row: _named(vault.protected_terms(row.hub_id, row.id)),
        opens="ciphertext",
    ),
    WrappedColumn(
        Attachment,
        "label_wrapped_key",
        place=lambda row: _named(vault.file_label("sealed_attachment", row.hub_id, row.item.agency_id, row.id)),
        opens="label_ciphertext",
        owner="item__agency_id",
        joined=("item",),
    ),
    WrappedColumn(
        Attachment,
        "content_wrapped_key",
        place=lambda row: _named(vault.file_content("sealed_attachment", row.hub_id, row.item.agency_id, row.id)),
        opens="content_ciphertext",
        owner="item__agency_id",
        joined=("item",),
    ),
    WrappedColumn(
        WaitingFile,
        "label_wrapped_key",
        place=lambda row: _named(vault.file_label("sealed_waitingfile", row.hub_id, row.agency_id, row.id)),
        opens="label_ciphertext",
        owner="agency_id",
    ),
    WrappedColumn(
        WaitingFile,
        "content_wrapped_key",
        place=lambda row: _named(vault.file_content("sealed_waitingfile", row.hub_id, row.agency_id, row.id)),
        opens="content_ciphertext",
        owner="agency_id",
    ),
)
