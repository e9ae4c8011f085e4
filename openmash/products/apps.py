from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "openmash.products"
    label = "products"
