"""The courier: carries what is in the outbox, for as long as the server runs."""

from congress.courier.carrying import Courier, courier_of, deliver

__all__ = ["Courier", "courier_of", "deliver"]
